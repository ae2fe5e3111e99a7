package org.waymark.insight;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd.Found;
import org.waymark.insight.Happening.Kind;
import org.waymark.kernel.WaymarkClock;

/** How many people were on an open pathway at each stage at each month's end: what grows, and what follows from it. */
@Service
@Transactional
public class StageFlow {

    /** So many days are told at the most; of a longer period, every second, third … month's end. */
    private static final int DAYS_SHOWN = 24;

    /** Where somebody stood from a moment on. */
    private record Spell(long since, boolean isOpen, String stage) {

        private static final Spell BEFORE = new Spell(Long.MIN_VALUE, false, "UNKNOWN");

        private Spell after(long at, Happening turn) {
            return turn.is(Kind.STAGE_CONFIRMED)
                    ? new Spell(at, isOpen, String.valueOf(turn.detail()))
                    : new Spell(at, turn.is(Kind.RUN_STARTED), stage);
        }
    }

    private final FlowReader facts;
    private final WaymarkClock clock;

    StageFlow(FlowReader facts, WaymarkClock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** By day, the earliest first, how many were at each stage in the evening. */
    public Map<LocalDate, Map<String, Long>> people(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        List<LocalDate> days = days(question);
        long[] evenings = days.stream().mapToLong(StageFlow::evening).toArray();
        Map<String, long[]> counts = new HashMap<>();
        visit(question, evenings, (way, evening, spell) -> counts.computeIfAbsent(
                        spell.stage(), stage -> new long[evenings.length])[evening]++);
        Map<LocalDate, Map<String, Long>> told = new LinkedHashMap<>();
        for (int i = 0; i < evenings.length; i++) {
            Map<String, Long> evening = new TreeMap<>();
            for (Map.Entry<String, long[]> stage : counts.entrySet()) {
                if (stage.getValue()[i] > 0) {
                    evening.put(stage.getKey(), stage.getValue()[i]);
                }
            }
            told.put(days.get(i), evening);
        }
        return told;
    }

    /** Somebody on an open pathway in an evening. */
    private interface Visitor {
        void visit(Way way, int evening, Spell spell);
    }

    /** Belongs to the pathway and not to the work: it counts for whoever received the person. */
    private void visit(Question question, long[] evenings, Visitor visitor) {
        Flow flow = facts.flow(question);
        for (Way way : flow.ways()) {
            if (!flow.asks(way)) {
                continue;
            }
            Spell spell = Spell.BEFORE;
            int[] turns = way.turns();
            int turn = 0;
            for (int evening = 0; evening < evenings.length; evening++) {
                for (; turn < turns.length && way.at(turns[turn]) < evenings[evening]; turn++) {
                    spell = spell.after(way.at(turns[turn]), way.what(turns[turn]));
                }
                if (spell.isOpen()) {
                    visitor.visit(way, evening, spell);
                }
            }
        }
    }

    /** Who they were, those longest at the stage first. */
    public Crowd people(Viewer viewer, Question question, LocalDate day, String stage, @Nullable String after) {
        facts.requireReader(viewer);
        List<Found> found = new ArrayList<>();
        visit(question, new long[] {evening(day)}, (way, evening, spell) -> {
            if (spell.stage().equals(stage)) {
                found.add(new Found(
                        way.pathway(),
                        Way.seconds(0, spell.since()),
                        way.pathway(),
                        spell.since(),
                        null,
                        null,
                        null,
                        null));
            }
        });
        return facts.crowd(viewer, found, after, day + " " + stage);
    }

    private static long evening(LocalDate day) {
        return Way.micros(FlowReader.midnight(day.plusDays(1)).toInstant());
    }

    /** The ends of months in the period, and its last day, as far as they have come. */
    private List<LocalDate> days(Question question) {
        LocalDate last = question.to().isAfter(clock.today()) ? clock.today() : question.to();
        if (last.isBefore(question.from())) {
            return List.of();
        }
        YearMonth first = YearMonth.from(question.from());
        long months = ChronoUnit.MONTHS.between(first, YearMonth.from(last));
        int step = (int) (months / DAYS_SHOWN) + 1;
        List<LocalDate> days = new ArrayList<>();
        for (YearMonth month = first; month.atEndOfMonth().isBefore(last); month = month.plusMonths(step)) {
            days.add(month.atEndOfMonth());
        }
        days.add(last);
        return days;
    }
}
