package org.waymark.insight;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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

    private static final String PATHWAY = "dementia-pathway";

    /** Where somebody stood from a moment on. */
    private record Spell(long since, boolean isOpen, String stage) {

        private static final Spell BEFORE = new Spell(Long.MIN_VALUE, false, "UNKNOWN");

        /** Null where the happening changes nothing of it. */
        private @Nullable Spell after(long at, Happening what) {
            if (what.is(Kind.RUN_STARTED, PATHWAY)) {
                return new Spell(at, true, stage);
            }
            if (what.is(Kind.RUN_ENDED, PATHWAY)) {
                return new Spell(at, false, stage);
            }
            return what.is(Kind.STAGE_CONFIRMED) ? new Spell(at, isOpen, String.valueOf(what.detail())) : null;
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
        Map<LocalDate, Map<String, Long>> counts = new LinkedHashMap<>();
        days.forEach(day -> counts.put(day, new TreeMap<>()));
        long[] evenings = days.stream().mapToLong(StageFlow::evening).toArray();
        visit(question, evenings, (way, day, spell) -> counts.getOrDefault(days.get(day), Map.of())
                .merge(spell.stage(), 1L, Long::sum));
        return counts;
    }

    /** Somebody on an open pathway in an evening. */
    private interface Visitor {
        void visit(Way way, int evening, Spell spell);
    }

    /** Belongs to the pathway and not to the work: it counts for whoever received the person. */
    private void visit(Question question, long[] evenings, Visitor visitor) {
        Flow flow = facts.flow(question);
        boolean[] isChange = flow.where(what -> Spell.BEFORE.after(0, what) != null);
        for (Way way : flow.ways()) {
            if (!flow.asks(way)) {
                continue;
            }
            Spell spell = Spell.BEFORE;
            int fact = 0;
            for (int evening = 0; evening < evenings.length; evening++) {
                for (; fact < way.size() && way.at(fact) < evenings[evening]; fact++) {
                    Happening what = way.what(fact);
                    Spell next = isChange[what.number()] ? spell.after(way.at(fact), what) : null;
                    spell = next == null ? spell : next;
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
