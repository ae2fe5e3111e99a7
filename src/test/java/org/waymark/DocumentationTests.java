package org.waymark;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README and the documents say of the code is compared with the code, so that it stays true. */
class DocumentationTests {

    private static final Path README = Path.of("README.md");
    private static final Path MAIN = Path.of("src/main");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)[^)]*\\)");
    private static final Pattern SETTING = Pattern.compile("WAYMARK_[A-Z_]+|\\$\\{waymark\\.([a-z.-]+)");
    private static final Pattern CARE_RULE = Pattern.compile("@CareRule\\(\\{?([0-9, ]+)}?\\)");
    private static final Pattern ALLOWED =
            Pattern.compile("@ApplicationModule\\(\\s*allowedDependencies = \\{([^}]*)}", Pattern.DOTALL);
    private static final Pattern CLOCK_ROW = Pattern.compile("\\('([A-Z_]+)', '([A-Z_]*)', (\\d+), '([A-Z_]+)'");
    private static final Pattern CLOCK_GONE = Pattern.compile("delete from clock where name = '([A-Z_]+)';");
    private static final Pattern COUNTED_BY_MODEL =
            Pattern.compile("(?:name=\"clock\" value=\"|timers\\.at\\(execution, ')([A-Z_]+)");
    private static final Pattern COUNTED_BY_CODE = Pattern.compile("clocks\\.due\\(\\s*(\"[A-Z_]+\"|[A-Z_]+),");
    private static final Pattern RULE_BY_CLOCK =
            Pattern.compile("\\('([A-Z_]*)', '[A-Z_]*', '[A-Z_]*', '([A-Z_]+)', '([A-Z_]+)', null, null\\)");
    private static final Pattern TASK_WITH_CLOCK = Pattern.compile(
            "<bpmn:userTask [^>]*name=\"([^\"]+)\"(?:(?!</bpmn:userTask>).)*" + "name=\"clock\" value=\"([A-Z_]+)\"",
            Pattern.DOTALL);
    private static final Pattern TIMER = Pattern.compile(
            "<bpmn:boundaryEvent [^>]*name=\"([^\"]+)\"(?:(?!</bpmn:boundaryEvent>).)*timers\\.at\\(execution, '([A-Z_]+)'",
            Pattern.DOTALL);

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        var dead = new ArrayList<String>();
        for (Path document : documents()) {
            each(LINK, read(document), link -> {
                if (Files.notExists(document.resolveSibling(link.group(1)))) {
                    dead.add(document + ": " + link.group(1));
                }
            });
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyCareRuleNamesWhatHoldsIt() throws IOException {
        Map<Integer, String> rows = new TreeMap<>();
        each(
                Pattern.compile("^\\| (\\d+) \\| .*$", Pattern.MULTILINE),
                read(README),
                row -> rows.put(Integer.valueOf(row.group(1)), row.group()));
        assertThat(rows.keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 14).boxed().toList());
        assertThat(rows.values()).allMatch(row -> LINK.matcher(row).find());
        var unnamed = new TreeSet<String>();
        for (Path test : files(Path.of("src/test/java"), ".java")) {
            String name = test.getFileName().toString().replace(".java", "");
            each(CARE_RULE, read(test), marked -> {
                for (String rule : marked.group(1).split(",", -1)) {
                    String row = rows.get(Integer.valueOf(rule.strip()));
                    if (row == null || !row.contains("[" + name + "]")) {
                        unnamed.add(rule.strip() + " " + name);
                    }
                }
            });
        }
        assertThat(unnamed)
                .as("tests of care rules that the README does not name")
                .isEmpty();
    }

    @Test
    void theMapOfModulesIsTheOneThatIsEnforced() throws IOException {
        var enforced = new TreeMap<String, Set<String>>();
        for (Path description : files(MAIN, "package-info.java")) {
            each(
                    ALLOWED,
                    read(description),
                    module -> enforced.put(
                            String.valueOf(description.getName(description.getNameCount() - 2)),
                            names(module.group(1).replace("\"", "").replaceAll(" :: [a-z]+", ""))));
        }
        var written = new TreeMap<String, Set<String>>();
        String readme = read(README);
        String map = readme.substring(readme.indexOf("| module ("));
        each(
                Pattern.compile("^\\| `([a-z]+)` \\| .* \\| ([a-z, –]+) \\|$", Pattern.MULTILINE),
                map.substring(0, map.indexOf("\n\n")),
                row -> written.put(row.group(1), names(row.group(2).replace("–", ""))));
        assertThat(written).isEqualTo(enforced);
    }

    /** One row a page, with those of the sample accounts whose role opens it by the table of access. */
    @Test
    void everyPageIsListedWithTheAccountsThatReachIt() throws IOException {
        var roles = Map.of(
                "coordinator", "coordinator",
                "adviser", "dementia-adviser",
                "activity", "activity-officer",
                "carers", "carer-enablement",
                "nurse", "palliative-nurse",
                "partner", "partner",
                "manager", "manager",
                "admin", "administrator",
                "operator", "operator",
                "clinical-lead", "clinical-owner");
        List<List<String>> access = rows(read(Path.of("src/docs/access.md")), "| page |");
        List<String> heading = access.get(0);
        var reached = new TreeMap<String, Set<String>>();
        for (List<String> row : access.subList(1, access.size())) {
            reached.put(
                    row.get(0),
                    roles.keySet().stream()
                            .filter(account ->
                                    row.get(heading.indexOf(roles.get(account))).equals("yes"))
                            .collect(toSet()));
        }
        var listed = new TreeMap<String, Set<String>>();
        List<List<String>> readme = rows(read(README), "| page |");
        for (List<String> row : readme.subList(1, readme.size())) {
            listed.put(
                    row.get(0),
                    row.get(2).equals("everybody")
                            ? roles.keySet()
                            : Set.of(row.get(2).split(" ", -1)));
        }
        assertThat(listed).isEqualTo(reached);
    }

    /** The cells of a table without the marks of Markdown, its heading first. */
    private static List<List<String>> rows(String document, String heading) {
        return document.substring(document.indexOf(heading))
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("|-"))
                .map(line -> Stream.of(line.substring(1).replace("`", "").split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void everySettingIsExplained() throws IOException {
        var settings = new TreeSet<String>();
        var sources = new ArrayList<>(files(MAIN, ".java"));
        sources.addAll(List.of(MAIN.resolve("resources/application.yml"), Path.of(".ci/run")));
        for (Path source : sources) {
            each(
                    SETTING,
                    read(source),
                    found -> settings.add(
                            found.group(1) == null
                                    ? found.group()
                                    : "WAYMARK_"
                                            + found.group(1)
                                                    .replaceAll("[.-]", "_")
                                                    .toUpperCase(java.util.Locale.ROOT)));
        }
        assertThat(settings).contains("WAYMARK_PORT", "WAYMARK_DATA", "WAYMARK_BROWSER");
        String readme = read(README);
        assertThat(settings).allMatch(setting -> readme.contains("`" + setting));
    }

    @Test
    void theClocksAreThoseThatModelsUseAndMigrationsWrite() throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (Path model : files(Path.of("bpmn"), ".bpmn")) {
            for (Pattern use : List.of(TASK_WITH_CLOCK, TIMER)) {
                each(use, read(model), found -> uses.computeIfAbsent(found.group(2), clock -> new TreeSet<>())
                        .add(found.group(1)));
            }
        }
        List<String> rows = new ArrayList<>();
        List<Path> migrations = migrations();
        for (Path migration : migrations) {
            each(RULE_BY_CLOCK, read(migration), rule -> uses.computeIfAbsent(rule.group(3), clock -> new TreeSet<>())
                    .add(rule.group(2).equals("REMINDER") ? "Reminder under `" + rule.group(1) + "`" : rule.group()));
        }
        for (Path migration : migrations) {
            each(
                    Pattern.compile("insert into clock [^;]*;"),
                    read(migration),
                    insert -> each(CLOCK_ROW, insert.group(), row -> rows.add(line(row, uses))));
            each(
                    CLOCK_GONE,
                    read(migration),
                    gone -> rows.removeIf(row -> row.startsWith("| `" + gone.group(1) + "` ")));
        }
        for (Path migration : migrations) {
            each(
                    Pattern.compile("delete from clock where name = '([A-Z_]+)';"),
                    read(migration),
                    gone -> rows.removeIf(row -> row.startsWith("| `" + gone.group(1) + "` ")));
        }
        assertThat(read(Path.of("src/docs/clocks.md"))).endsWith(String.join("\n", rows) + "\n");
    }

    /** A clock that nothing counts by promises a date that nobody keeps; one without a row stops the work it is for. */
    @Test
    void everyClockIsCountedBy() throws IOException {
        var clocks = new TreeSet<String>();
        var countedBy = new TreeSet<String>();
        for (Path migration : migrations()) {
            each(
                    Pattern.compile("insert into clock [^;]*;"),
                    read(migration),
                    insert -> each(CLOCK_ROW, insert.group(), row -> clocks.add(row.group(1))));
            each(CLOCK_GONE, read(migration), gone -> clocks.remove(gone.group(1)));
            each(RULE_BY_CLOCK, read(migration), rule -> countedBy.add(rule.group(3)));
        }
        for (Path model : files(Path.of("bpmn"), ".bpmn")) {
            each(COUNTED_BY_MODEL, read(model), found -> countedBy.add(found.group(1)));
        }
        for (Path source : files(MAIN.resolve("java"), ".java")) {
            String code = read(source);
            each(COUNTED_BY_CODE, code, found -> {
                String name = found.group(1);
                if (name.startsWith("\"")) {
                    countedBy.add(name.replace("\"", ""));
                } else {
                    each(
                            Pattern.compile(" " + name + " = \"([A-Z_]+)\";"),
                            code,
                            named -> countedBy.add(named.group(1)));
                }
            });
        }
        assertThat(countedBy).isEqualTo(clocks);
    }

    private static List<Path> migrations() throws IOException {
        return files(MAIN.resolve("resources/db/migration"), ".sql");
    }

    private static String line(MatchResult row, Map<String, Set<String>> uses) {
        int amount = Integer.parseInt(row.group(3));
        String unit =
                switch (row.group(4)) {
                    case "HOURS" -> "hour";
                    case "DAYS" -> "day";
                    case "MONTHS" -> "month";
                    default -> "working day";
                };
        return "| `%s` | %s | %d %s%s | %s |"
                .formatted(
                        row.group(1),
                        row.group(2).isEmpty() ? "–" : "`" + row.group(2) + "`",
                        amount,
                        unit,
                        amount == 1 ? "" : "s",
                        uses.getOrDefault(row.group(1), Set.of("–")).stream().collect(joining(", ")));
    }

    private static Set<String> names(String list) {
        return new TreeSet<>(Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
    }

    private static void each(Pattern pattern, String text, Consumer<MatchResult> use) {
        pattern.matcher(text).results().forEach(use);
    }

    private static List<Path> documents() throws IOException {
        var documents = new ArrayList<>(files(Path.of("src/docs"), ".md"));
        documents.add(README);
        return documents;
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
