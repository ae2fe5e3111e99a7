package org.waymark.insight;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;

/** What had to be done again: returned, sent another way, reopened or corrected. */
@Service
@Transactional
public class Rework {

    /** Ways in which work is done again, each a condition over {@code flow_fact f}. */
    public enum Kind {
        /** A task that somebody had taken was given back. */
        RETURNED_TASK("f.kind = 'STEP_RELEASED'", "STEP_ENTERED", "f.process || '/' || f.element"),
        /** A service asked before it could answer. */
        RETURNED_REFERRAL("f.kind = 'REFERRAL_MOVED' and f.detail = 'QUESTION_ASKED'", "REFERRAL_MOVED", "f.service"),
        /** A service declined, and the need had to go elsewhere. */
        REROUTED_REFERRAL("f.kind = 'REFERRAL_MOVED' and f.detail = 'DECLINED'", "REFERRAL_MOVED", "f.service"),
        /** A task was given from one person to another. */
        REROUTED_TASK("f.kind = 'STEP_REASSIGNED'", "STEP_ENTERED", "f.process || '/' || f.element"),
        /** A pathway that had ended began again. */
        REOPENED(
                "f.kind = 'RUN_STARTED' and f.process = 'dementia-pathway' and exists (select 1 from flow_fact e"
                        + " where e.pathway_ref = f.pathway_ref and e.kind = 'RUN_ENDED' and e.process = f.process"
                        + " and (e.at, e.id) < (f.at, f.id))",
                "RUN_STARTED",
                "''"),
        /** An event that had been recorded by mistake was taken back. */
        CORRECTED_EVENT("f.kind = 'LIFE_EVENT_TAKEN_BACK'", "LIFE_EVENT", "f.detail"),
        /** Name, date of birth or number of a person was put right. */
        CORRECTED_DETAILS("f.kind = 'DETAILS_CORRECTED'", "RUN_STARTED", "''");

        private final String fact;

        /** What it is a share of. */
        private final String base;

        /** What it happened to. */
        private final String about;

        Kind(String fact, String base, String about) {
            this.fact = fact;
            this.base = base;
            this.about = about;
        }
    }

    /**
     * One way of doing work again, of one step, service or event.
     *
     * @param about the service or the kind of the event; of a task, its model and element; empty if of none
     * @param step what a task is called; null of anything else
     * @param times how often
     * @param of out of how many
     */
    public record Again(Kind kind, String about, @Nullable String step, long times, long of) {}

    private static final String COUNTS = "select %s as about, count(*) as times from " + FlowReader.FACTS
            + " where %s and " + FlowReader.ASKED + " group by 1 order by times desc, about";

    private final FlowReader facts;

    Rework(FlowReader facts) {
        this.facts = facts;
    }

    /** By kind, and what happened most often first. */
    public List<Again> all(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        Map<String, Map<String, Long>> bases = new HashMap<>();
        Map<String, Map<String, String>> names = new HashMap<>();
        return List.of(Kind.values()).stream()
                .flatMap(kind -> counts(question, kind.about, kind.fact).entrySet().stream()
                        .map(entry -> new Again(
                                kind,
                                entry.getKey(),
                                step(entry.getKey(), names),
                                entry.getValue(),
                                bases.computeIfAbsent(kind.base, base -> counts(question, kind.about, base(base)))
                                        .getOrDefault(entry.getKey(), 0L))))
                .toList();
    }

    private static String base(String kind) {
        return switch (kind) {
            case "REFERRAL_MOVED" -> "f.kind = 'REFERRAL_MOVED' and f.detail = 'SENT'";
            case "RUN_STARTED" -> "f.kind = 'RUN_STARTED' and f.process = 'dementia-pathway'";
            default -> "f.kind = '" + kind + "'";
        };
    }

    private Map<String, Long> counts(Question question, String about, String fact) {
        Map<String, Long> counts = new LinkedHashMap<>();
        facts.asked(COUNTS.formatted(about, fact), question).query(row -> {
            counts.put(row.getString("about"), row.getLong("times"));
        });
        return counts;
    }

    private @Nullable String step(String about, Map<String, Map<String, String>> names) {
        int slash = about.indexOf('/');
        if (slash < 0) {
            return null;
        }
        String element = about.substring(slash + 1);
        return names.computeIfAbsent(about.substring(0, slash), facts::names).getOrDefault(element, element);
    }

    /** Whom it happened to, the latest first. */
    public Crowd people(Viewer viewer, Question question, Kind kind, String about, @Nullable String after) {
        return facts.crowd(
                viewer,
                "select f.pathway_ref, -extract(epoch from f.at)::bigint as place, f.id::text as key, f.at,"
                        + " null::int as hours, f.process, f.element, null::text as detail from "
                        + FlowReader.FACTS + " where " + kind.fact + " and " + kind.about + " = :about and "
                        + FlowReader.ASKED,
                question,
                Map.of("about", about),
                after,
                kind.name());
    }
}
