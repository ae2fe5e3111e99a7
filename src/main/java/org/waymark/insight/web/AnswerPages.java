package org.waymark.insight.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Choices;
import org.waymark.insight.Crowd;
import org.waymark.insight.Milestone;
import org.waymark.insight.Question;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.insight.web.WaitPages.Choice;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.web.Spreadsheet;
import org.waymark.web.Words;

/** What all pages that answer a question have alike: the filter, the table, its file, and the people behind a number. */
@Component
class AnswerPages {

    /** Of fewer people than this no times are told: they would tell who it was, and say nothing of the others. */
    static final int FEW = 5;

    private final WaitPages pages;
    private final People people;
    private final Words words;
    private final MessageSourceAccessor messages;

    AnswerPages(WaitPages pages, People people, Words words, MessageSource messages) {
        this.pages = pages;
        this.people = people;
        this.words = words;
        this.messages = new MessageSourceAccessor(messages);
    }

    /** A day of the filter: the name of its field, what stands before it, and what stands in it. */
    record Day(String id, String label, @Nullable Object value) {}

    /** @param href null, and the name empty, when the viewer may see the reference alone */
    record PersonRow(String name, @Nullable String href, String ref, String since, String took, String what) {}

    String title(String name) {
        return messages.getMessage("insight." + name + ".title");
    }

    /** The filter of a page; {@code question} is null when something in it is wrong. */
    void filter(
            Model model,
            String action,
            Set<String> fields,
            Choices choices,
            @Nullable Question question,
            List<Day> days) {
        model.addAttribute("action", action);
        model.addAttribute("fields", fields);
        model.addAttribute("lists", pages.lists(choices));
        model.addAttribute("days", days);
        model.addAttribute("chosen", question == null ? "" : chosen(question, fields, choices));
    }

    /** The days of the usual filter. */
    static List<Day> days(Filter filter, @Nullable Question question) {
        return List.of(
                day("from", "From", filter.from(), question == null ? null : question.from()),
                day("to", "To", filter.to(), question == null ? null : question.to()));
    }

    static Day day(String id, String label, @Nullable String typed, @Nullable LocalDate usual) {
        return new Day(id, label, typed == null || typed.isBlank() ? usual : typed);
    }

    /** What was asked for, in words: the filter is folded away. Empty where nothing is left out. */
    String chosen(Question question, Set<String> fields, Choices choices) {
        return Stream.of(
                        fields.contains("period") ? words.day(question.from()) + " to " + words.day(question.to()) : "",
                        shown(fields, "process", question.process(), words::process),
                        shown(fields, "version", question.version(), number -> "version " + number),
                        shown(fields, "organisation", question.organisation(), pages::organisation),
                        shown(fields, "team", question.team(), id -> choices.teams()
                                .getOrDefault(id, id)),
                        shown(fields, "service", question.service(), code -> words.code("Service", code)),
                        shown(fields, "stage", question.stage(), code -> "stage: " + words.code("Stage", code)),
                        shown(
                                fields,
                                "code",
                                question.needsCode(),
                                code -> "code of needs: " + words.code("PalliativeCare.Code", code)))
                .filter(text -> !text.isEmpty())
                .reduce((one, two) -> one + ", " + two)
                .orElse("");
    }

    private static <T> String shown(Set<String> fields, String field, @Nullable T value, Function<T, String> word) {
        return value == null || !fields.contains(field) ? "" : word.apply(value);
    }

    void answer(Model model, String name, Answer answer, @Nullable String fileHref) {
        model.addAttribute("title", title(name));
        model.addAttribute("answer", answer);
        model.addAttribute("fileHref", fileHref);
    }

    ResponseEntity<byte[]> file(String name, Question question, Answer answer) {
        Table table = answer.file() == null ? answer.table() : answer.file();
        byte[] body = Spreadsheet.of(
                table.columns().stream().map(Column::inFile).toList(),
                table.rows().stream()
                        .map(row -> row.stream().map(Cell::value).toList())
                        .toList());
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + "-" + question.from() + "-" + question.to() + ".csv")
                                .build()
                                .toString())
                .body(body);
    }

    /** A file cannot say what is wrong with its filter; its page, with the same filter, does. */
    static ResponseEntity<byte[]> wrong(String page) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(page))
                .build();
    }

    void crowd(Model model, Viewer viewer, Crowd crowd, String heading, String backHref, @Nullable String nextHref) {
        Map<PathwayRef, People.Label> labels = people.labels(
                viewer,
                crowd.people().stream().map(Crowd.Concerned::pathway).distinct().toList());
        model.addAttribute("heading", heading);
        model.addAttribute(
                "people",
                crowd.people().stream()
                        .map(one -> {
                            People.Label label = labels.get(one.pathway());
                            return new PersonRow(
                                    label == null ? "" : label.name(),
                                    label == null ? null : "/people/" + one.pathway(),
                                    one.pathway().value(),
                                    words.shortDay(one.at()),
                                    one.hours() == null ? "" : words.span(one.hours()),
                                    Stream.of(
                                                    one.step(),
                                                    one.detail() == null ? null : words.code("Flow", one.detail()))
                                            .filter(text -> text != null && !text.isEmpty())
                                            .reduce((a, b) -> a + ": " + b)
                                            .orElse(""));
                        })
                        .toList());
        model.addAttribute("others", crowd.others());
        model.addAttribute("backHref", backHref);
        model.addAttribute("nextHref", nextHref);
    }

    /** A number that leads to the people behind it. */
    Cell people(long number, String href) {
        return new Cell(words.number(number), null, number == 0 ? null : href, number);
    }

    Cell number(long number) {
        return Cell.of(words.number(number), number);
    }

    Cell span(@Nullable Integer hours) {
        return hours == null ? Cell.of("–", null) : Cell.of(words.span(hours), hours);
    }

    /** "3 days to 5 days"; one alone where both read the same; "3 days or longer" where no end is known. */
    String between(int low, @Nullable Integer high) {
        String from = words.span(low);
        if (high == null) {
            return from + " or longer";
        }
        String to = words.span(high);
        return from.equals(to) ? from : from + " to " + to;
    }

    static Cell percent(double share) {
        return Cell.of(Math.round(share * 100) + " %", Math.round(share * 1000) / 1000.0);
    }

    List<Choice> milestones(Stream<Milestone> milestones) {
        return milestones.map(one -> new Choice(one.code(), words.of(one))).toList();
    }
}
