package org.waymark.assessment;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessment.Rating;
import org.waymark.assessment.Assessment.RatingState;
import org.waymark.assessment.Assessment.Stage;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WorkingDays;

/**
 * How levels, stages and the strain of carers went, by whoever said so. It tells what was, and never what will be: nothing is
 * averaged, drawn on or predicted.
 */
@Component
@Transactional(readOnly = true)
public class StagesOverTime {

    /** The strains that can rise and fall, in their order. */
    public static final List<String> STRAINS = List.of("LOW", "MODERATE", "HIGH", "VERY_HIGH");

    /**
     * Whoever says something again and again: the person, one carer, one organisation's staff.
     *
     * @param rater null for the short reviews, in which nobody in particular rates
     */
    public record Voice(
            @Nullable Rater rater,
            @Nullable CarerId carer,
            @Nullable String organisation) {}

    /** What somebody said on a day. A strain or level that is not known is null. */
    public record Said(
            Voice voice,
            Instant at,
            @Nullable String level,
            @Nullable String strain,
            boolean hasStrainRisen) {}

    /** How a confirmed stage stands to the one before. */
    public enum Move {
        FIRST,
        SAME,
        RISEN,
        /** It rose, and a stage lies between the two. */
        SKIPPED,
        FALLEN,
        /** One of the two was not known. */
        NOT_KNOWN
    }

    /**
     * A stage that staff confirmed.
     *
     * @param before the stage confirmed before, of any kind; null for the first
     */
    public record Confirmed(
            String assessmentId,
            Stage stage,
            @Nullable String level,
            Instant at,
            String by,
            @Nullable String reason,
            Move move,
            @Nullable Confirmed before) {

        public LocalDate on() {
            return LocalDate.ofInstant(at, WorkingDays.ZONE);
        }
    }

    /** Both oldest first. */
    public record Course(List<Confirmed> stages, List<Said> said) {

        /** Those whose last known strain is higher than the one before it. */
        public Set<Voice> strainIsRising() {
            Map<Voice, Boolean> last = new HashMap<>();
            said.stream()
                    .filter(one -> one.strain() != null)
                    .forEach(one -> last.put(one.voice(), one.hasStrainRisen()));
            Set<Voice> rising = new HashSet<>();
            last.forEach((voice, isRising) -> {
                if (isRising) {
                    rising.add(voice);
                }
            });
            return rising;
        }
    }

    private final Assessments assessments;
    private final JdbcClient jdbc;
    private final AccessDecision access;

    StagesOverTime(Assessments assessments, JdbcClient jdbc, AccessDecision access) {
        this.assessments = assessments;
        this.jdbc = jdbc;
        this.access = access;
    }

    /** Everything that was said and confirmed; the page that shows it writes the audit row. */
    public Course of(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        List<Assessment> rounds = assessments.of(viewer, pathway);
        var said = new ArrayList<Said>();
        for (Assessment round : rounds) {
            for (Rating rating : round.ratings()) {
                if (rating.state() == RatingState.RATED && rating.ratedAt() != null) {
                    said.add(new Said(
                            new Voice(rating.rater(), rating.carer(), rating.organisation()),
                            rating.ratedAt(),
                            rating.functionalLevel(),
                            known(rating.carerStrainLevel()),
                            false));
                }
            }
        }
        said.addAll(reviewed(pathway));
        return new Course(confirmed(rounds), withRises(said));
    }

    /** What short reviews and carers' own conversations said of the strain. */
    private List<Said> reviewed(PathwayRef pathway) {
        return jdbc.sql("""
                        select carer_id, carer_strain_level, at from short_review
                         where pathway_ref = :pathway and carer_strain_level is not null
                        """)
                .param("pathway", pathway.value())
                .query((row, number) -> {
                    UUID carer = row.getObject("carer_id", UUID.class);
                    Timestamp at = row.getTimestamp("at");
                    return new Said(
                            carer == null
                                    ? new Voice(null, null, null)
                                    : new Voice(Rater.CARER, new CarerId(carer), null),
                            at.toInstant(),
                            null,
                            known(row.getString("carer_strain_level")),
                            false);
                })
                .list();
    }

    private static @Nullable String known(@Nullable String strain) {
        return strain == null || !STRAINS.contains(strain) ? null : strain;
    }

    private static List<Said> withRises(List<Said> said) {
        Map<Voice, String> before = new HashMap<>();
        return said.stream()
                .sorted(Comparator.comparing(Said::at))
                .map(one -> {
                    String strain = one.strain();
                    if (strain == null) {
                        return one;
                    }
                    String earlier = before.put(one.voice(), strain);
                    boolean hasRisen = earlier != null && STRAINS.indexOf(strain) > STRAINS.indexOf(earlier);
                    return new Said(one.voice(), one.at(), one.level(), strain, hasRisen);
                })
                .toList();
    }

    private static List<Confirmed> confirmed(List<Assessment> rounds) {
        var confirmed = new ArrayList<Confirmed>();
        Confirmed before = null;
        for (Assessment round : rounds.stream()
                .filter(one -> one.stage() != null && one.closedAt() != null && one.confirmedBy() != null)
                .sorted(Comparator.comparing(Assessment::closedAt, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList()) {
            Stage stage = round.stage();
            Instant at = round.closedAt();
            String by = round.confirmedBy();
            if (stage == null || at == null || by == null) {
                continue;
            }
            before = new Confirmed(
                    round.id(),
                    stage,
                    round.functionalLevel(),
                    at,
                    by,
                    round.stageReason(),
                    before == null ? Move.FIRST : move(before.stage(), stage),
                    before);
            confirmed.add(before);
        }
        return confirmed;
    }

    private static Move move(Stage before, Stage now) {
        int from = Assessments.STAGES.indexOf(before);
        int to = Assessments.STAGES.indexOf(now);
        if (from < 0 || to < 0) {
            return Move.NOT_KNOWN;
        }
        return to == from ? Move.SAME : to < from ? Move.FALLEN : to == from + 1 ? Move.RISEN : Move.SKIPPED;
    }
}
