package org.waymark.insight.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd;
import org.waymark.insight.Question;
import org.waymark.insight.StageFlow;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** How many people were at each stage at each month's end. */
@Component
class StagesAnswer implements Answering {

    private final StageFlow flow;
    private final AnswerPages pages;
    private final Words words;

    StagesAnswer(StageFlow flow, AnswerPages pages, Words words) {
        this.flow = flow;
        this.pages = pages;
        this.words = words;
    }

    @Override
    public String name() {
        return "stages";
    }

    @Override
    public Set<String> fields() {
        return Set.of("period", "organisation", "team");
    }

    @Override
    public int usualDays() {
        return 365;
    }

    @Override
    public Answer answer(Viewer viewer, Question question, Address address) {
        Map<LocalDate, Map<String, Long>> people = sinceSomebody(flow.people(viewer, question));
        List<String> stages = Filter.STAGES.stream()
                .filter(stage -> people.values().stream().anyMatch(day -> day.containsKey(stage)))
                .toList();
        List<Column> columns = new ArrayList<>(List.of(Column.of("In the evening of"), Column.of("All")));
        stages.forEach(stage -> columns.add(Column.of(words.code("Stage", stage))));
        List<List<Cell>> rows = new ArrayList<>();
        people.forEach((day, counts) -> rows.add(0, row(day, counts, stages, address)));
        boolean isEmpty = stages.isEmpty();
        return new Answer(
                isEmpty ? "Nobody was on an open pathway in this period." : lead(people),
                List.of(),
                isEmpty ? null : LayersDrawing.of(people, stages),
                new Table(
                        "People by stage",
                        columns,
                        isEmpty ? List.of() : rows,
                        "Nobody",
                        "Choose a later period, or leave something out."),
                null,
                List.of(
                        "Counted are people whose pathway was open, at the stage that staff confirmed last; before the first it"
                                + " is not known. The organisation is the one that received the person, the team that of the"
                                + " coordinator."));
    }

    /** Without the days before the first person. */
    private static Map<LocalDate, Map<String, Long>> sinceSomebody(Map<LocalDate, Map<String, Long>> people) {
        Map<LocalDate, Map<String, Long>> shown = new LinkedHashMap<>();
        people.forEach((day, counts) -> {
            if (!shown.isEmpty() || !counts.isEmpty()) {
                shown.put(day, counts);
            }
        });
        return shown;
    }

    private String lead(Map<LocalDate, Map<String, Long>> people) {
        List<LocalDate> days = List.copyOf(people.keySet());
        LocalDate first = days.get(0);
        LocalDate last = days.get(days.size() - 1);
        long now = all(people.get(last));
        return (now == 1 ? "1 person was" : words.number(now) + " people were")
                + " on an open pathway on " + words.day(last)
                + (days.size() == 1
                        ? "."
                        : ", and " + words.number(all(people.get(first))) + " on " + words.day(first) + ".");
    }

    private static long all(@Nullable Map<String, Long> counts) {
        return counts == null
                ? 0
                : counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private List<Cell> row(LocalDate day, Map<String, Long> counts, List<String> stages, Address address) {
        List<Cell> row = new ArrayList<>();
        row.add(Cell.of(words.day(day), day));
        row.add(pages.number(all(counts)));
        stages.forEach(stage -> row.add(pages.people(
                counts.getOrDefault(stage, 0L), address.at("/insight/stages/people", "of", day + "." + stage))));
        return row;
    }

    @Override
    public Crowd people(Viewer viewer, Question question, String of, @Nullable String after) {
        return flow.people(viewer, question, day(of), stage(of), after);
    }

    @Override
    public String heading(Question question, String of) {
        return "Stage “" + words.code("Stage", stage(of)) + "” on " + words.day(day(of));
    }

    private static LocalDate day(String of) {
        try {
            LocalDate day = LocalDate.parse(of.substring(0, Math.max(0, of.indexOf('.'))));
            if (Filter.isWithinReach(day)) {
                return day;
            }
            throw new NotVisible();
        } catch (DateTimeParseException e) {
            throw new NotVisible();
        }
    }

    private static String stage(String of) {
        String stage = of.substring(of.indexOf('.') + 1);
        if (!Filter.STAGES.contains(stage)) {
            throw new NotVisible();
        }
        return stage;
    }
}
