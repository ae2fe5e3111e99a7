package org.waymark.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.waymark.forms.FormView.Block;
import org.waymark.forms.FormView.Span;

/**
 * The little markdown of static texts: paragraphs, lists with "- " or "* " and {@code **bold**}. It becomes words with a
 * shape, never HTML, so that a fact is shown as the text it is.
 */
final class StaticText {

    private static final Pattern FACT = Pattern.compile("\\{\\{\\s*([A-Za-z]\\w*)\\s*}}");
    private static final Pattern BOLD = Pattern.compile("\\*\\*(.+?)\\*\\*");

    private StaticText() {}

    /** A paragraph or list entry all of whose facts are unknown is left out. */
    static List<Block> blocks(String text, Map<String, Object> facts) {
        var blocks = new ArrayList<Block>();
        for (String part : text.strip().split("\\n\\s*\\n", -1)) {
            var entries = new ArrayList<List<Span>>();
            var words = new ArrayList<String>();
            for (String line : part.strip().lines().toList()) {
                String stripped = line.strip();
                if (stripped.startsWith("- ") || stripped.startsWith("* ")) {
                    add(entries, stripped.substring(2), facts);
                } else {
                    words.add(stripped);
                }
            }
            var paragraph = new ArrayList<List<Span>>();
            add(paragraph, String.join(" ", words), facts);
            if (!paragraph.isEmpty()) {
                blocks.add(new Block(false, List.copyOf(paragraph)));
            }
            if (!entries.isEmpty()) {
                blocks.add(new Block(true, List.copyOf(entries)));
            }
        }
        return List.copyOf(blocks);
    }

    private static void add(List<List<Span>> lines, String line, Map<String, Object> facts) {
        boolean asksFacts = FACT.matcher(line).find();
        boolean knowsOne = FACT.matcher(line).results().anyMatch(mark -> facts.containsKey(mark.group(1)));
        if (line.isBlank() || (asksFacts && !knowsOne)) {
            return;
        }
        var spans = new ArrayList<Span>();
        int end = 0;
        var bold = BOLD.matcher(line);
        while (bold.find()) {
            span(spans, line.substring(end, bold.start()), false, facts);
            span(spans, bold.group(1), true, facts);
            end = bold.end();
        }
        span(spans, line.substring(end), false, facts);
        lines.add(List.copyOf(spans));
    }

    private static void span(List<Span> spans, String text, boolean isBold, Map<String, Object> facts) {
        if (!text.isEmpty()) {
            // Facts go in last, so that their own asterisks stay asterisks.
            spans.add(new Span(
                    FACT.matcher(text)
                            .replaceAll(mark -> java.util.regex.Matcher.quoteReplacement(
                                    String.valueOf(facts.getOrDefault(mark.group(1), "")))),
                    isBold));
        }
    }
}
