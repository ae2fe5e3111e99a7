package org.waymark.assessment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.assessment.Assessment.Invitation;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessment.Rating;
import org.waymark.assessment.Assessment.RatingState;
import org.waymark.assessment.Assessment.Stage;
import org.waymark.assessment.Assessment.Standing;
import org.waymark.assessment.Assessment.State;
import org.waymark.assessment.Assessment.Trigger;
import org.waymark.audit.AuditTrail;
import org.waymark.decisions.KeptDecisions;
import org.waymark.decisions.KeptDecisions.KeptEvaluation;
import org.waymark.decisions.KeptDecisions.Subject;
import org.waymark.forms.Answers;
import org.waymark.forms.Submission;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;
import org.waymark.workflow.Workflow.Evaluation;
import org.waymark.workflow.Worklist;

/** Opens rounds, keeps ratings side by side, has the decisions evaluated, and keeps each stage that staff confirm. */
@Component
@Transactional
public class Assessments {

    /** The process that runs a round; its business key is the assessment's id. */
    public static final String PROCESS = "staging-assessment";

    /** The form of a task that waits for the answers of the person or a carer; staff enter them from paper or the telephone. */
    public static final String PAPER_FORM = "enter-paper-answers";

    /** The form that asks the person the same in their own words, and hands in the same task. */
    public static final String PERSONS_WORDS = "answer-as-person";

    /** The form that asks a carer the same in their own words. */
    public static final String CARERS_WORDS = "answer-as-carer";

    /** How long before a round a staff observation may have been made and still be its working rating. */
    static final Duration RECENT_OBSERVATION = Duration.ofDays(14);

    private static final int SCORE_COUNTS_FOR_DAYS = 90;

    private static final String URGENT_HELP_FORM = "decide-urgent-help";

    /** The stages that can rise and fall. */
    static final List<Stage> STAGES =
            List.of(Stage.PRE_DEMENTIA, Stage.MILD, Stage.MODERATE, Stage.SEVERE, Stage.ADVANCED);

    private static final List<String> STRAIN_ORDER = List.of("UNKNOWN", "LOW", "MODERATE", "HIGH", "VERY_HIGH");
    private static final List<String> TRIGGERS = List.of(
            "weightLoss",
            "urinaryInfection",
            "severePressureUlcer",
            "recurrentFever",
            "reducedIntake",
            "aspirationPneumonia");
    private static final List<String> ADVANCED_PICTURE =
            List.of("cannotWalk", "doubleIncontinence", "noMeaningfulSpeech", "needsAllCare");
    private static final List<String> NEEDS = List.of(
            "distress",
            "pain",
            "eatingProblem",
            "falls",
            "isolated",
            "wantsActivity",
            "skillsWanted",
            "legalPlansMissing");

    /** The decisions whose matched rules say why a stage is what it is. */
    private static final List<String> WHY_A_STAGE = List.of("rating-agreement", "pathway-stage", "sudden-change");

    /** Whether delirium must be ruled out before the stage is looked at again; spelled as the model's gateway asks. */
    public enum DeliriumCheck {
        NONE,
        ASK,
        WAIT
    }

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Workflow workflow;
    private final Worklist worklist;
    private final KeptDecisions decisions;
    private final Proposals proposals;
    private final Circumstances circumstances;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;

    Assessments(
            JdbcClient jdbc,
            ObjectMapper json,
            Workflow workflow,
            Worklist worklist,
            KeptDecisions decisions,
            Proposals proposals,
            Circumstances circumstances,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.json = json;
        this.workflow = workflow;
        this.worklist = worklist;
        this.decisions = decisions;
        this.proposals = proposals;
        this.circumstances = circumstances;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /** Opens a round and starts its process; while one is open nothing happens, there is never a second. */
    @WithoutViewer("a step of the pathway")
    public void open(
            PathwayRef pathway,
            Trigger trigger,
            String coordinator,
            String coordinatorOrganisation,
            List<Invitation> invitations) {
        if (isOpen(pathway)) {
            return;
        }
        UUID id = UUID.randomUUID();
        Optional<Round> previous = latestConfirmed(pathway);
        jdbc.sql("""
                        insert into assessment (id, pathway_ref, trigger, state, coordinator, coordinator_organisation, opened_at,
                               previous_stage, previous_on)
                        values (:id, :pathway, :trigger, 'RATING', :coordinator, :organisation, :at, :previousStage, :previousOn)
                        """)
                .param("id", id)
                .param("pathway", pathway.value())
                .param("trigger", trigger.name())
                .param("coordinator", coordinator)
                .param("organisation", coordinatorOrganisation)
                .param("at", Timestamp.from(clock.instant()))
                .param("previousStage", previous.map(Round::stage).orElse(null))
                .param("previousOn", previous.map(Round::confirmedOn).orElse(null))
                .update();
        int position = 0;
        for (Invitation invitation : invitations) {
            jdbc.sql("""
                            insert into rating (id, assessment_id, position, rater, carer_id, organisation, role, state)
                            values (:id, :assessment, :position, :rater, :carer, :organisation, :role, 'INVITED')
                            """)
                    .param("id", UUID.randomUUID())
                    .param("assessment", id)
                    .param("position", position++)
                    .param("rater", invitation.rater().name())
                    .param(
                            "carer",
                            invitation.carer() == null
                                    ? null
                                    : invitation.carer().value())
                    .param("organisation", invitation.organisation())
                    .param("role", invitation.role())
                    .update();
        }
        workflow.start(
                new Episode(PROCESS, pathway, id.toString()),
                Map.of(
                        "pathwayRef",
                        pathway.value(),
                        "assessmentId",
                        id.toString(),
                        "coordinator",
                        coordinator,
                        "coordinatorOrganisation",
                        coordinatorOrganisation));
    }

    @WithoutViewer("decides what a fact sets off")
    @Transactional(readOnly = true)
    public boolean isOpen(PathwayRef pathway) {
        return openRound(pathway).isPresent();
    }

    /** The id of the round that is open. */
    @WithoutViewer("decides what a fact sets off")
    @Transactional(readOnly = true)
    public Optional<String> openRoundOf(PathwayRef pathway) {
        return openRound(pathway).map(Round::id);
    }

    /** Whether somebody has answered in the round that is open. */
    @WithoutViewer("decides what a fact sets off")
    @Transactional(readOnly = true)
    public boolean hasAnswers(PathwayRef pathway) {
        return openRound(pathway)
                .filter(round -> !rated(round.uuid()).isEmpty())
                .isPresent();
    }

    /** Called by the process when it begins: from now on everybody who was chosen is asked. */
    public void inviteRaters(String assessmentId) {
        Round round = round(assessmentId);
        events.publishEvent(new Assessment.Opened(assessmentId, round.pathway(), round.trigger(), clock.instant()));
    }

    @Transactional(readOnly = true)
    public List<String> ratingIds(String assessmentId) {
        return jdbc.sql("select id from rating where assessment_id = :id and state = 'INVITED' order by position")
                .param("id", UUID.fromString(assessmentId))
                .query(String.class)
                .list();
    }

    /** The carers whom these ratings ask; those of the person and of staff are left out. */
    @WithoutViewer("says whom ratings ask, never what was answered")
    @Transactional(readOnly = true)
    public Map<String, CarerId> carersAsked(Collection<String> ids) {
        var carers = new HashMap<String, CarerId>();
        jdbc.sql("select id, carer_id from rating where id = any(:ids) and carer_id is not null")
                .param("ids", ids.stream().map(UUID::fromString).toArray(UUID[]::new))
                .query(row -> {
                    carers.put(row.getString("id"), new CarerId(row.getObject("carer_id", UUID.class)));
                });
        return carers;
    }

    @WithoutViewer("says whom a rating asks, never what was answered")
    @Transactional(readOnly = true)
    public Invitation invitationOf(String ratingId) {
        return jdbc.sql("select rater, carer_id, organisation, role from rating where id = :id")
                .param("id", UUID.fromString(ratingId))
                .query((row, number) -> new Invitation(
                        Rater.valueOf(row.getString("rater")),
                        carerId(row),
                        row.getString("organisation"),
                        row.getString("role")))
                .single();
    }

    /** Keeps a rating as it was handed in. Signs that cannot wait are acted on before anything is compared. */
    void rate(Submission submission, String ratingId, String channel) {
        Answers answers = submission.answers();
        Round round = round(submission.task().record());
        jdbc.sql("""
                        update rating set state = 'RATED', channel = :channel, knows_person = :knows, answers = cast(:answers as jsonb),
                               phase = :phase, rated_at = :at, rated_by = :by
                         where id = :id
                        """)
                .param("channel", channel)
                .param("knows", RatingAnswers.known(answers, "knowsPerson"))
                .param("answers", write(answers.values()))
                .param("phase", knownPhase(answers.text("phase")))
                .param("at", Timestamp.from(submission.at()))
                .param("by", submission.by().username())
                .param("id", UUID.fromString(ratingId))
                .update();
        Rater rater = invitationOf(ratingId).rater();
        events.publishEvent(new Assessment.Rated(
                round.id(),
                round.pathway(),
                rater,
                submission.at(),
                submission.by().username()));
        if (Boolean.TRUE.equals(RatingAnswers.sign(answers, "hoursToDays"))) {
            suspectDelirium(round.pathway());
        }
    }

    static @Nullable String knownPhase(@Nullable String phase) {
        return phase == null || phase.equals("NOT_KNOWN") ? null : phase;
    }

    /** A change over hours to days: the delirium question starts at once in the open round (care rule 6). */
    @WithoutViewer("follows from what somebody was allowed to report")
    public void suspectDelirium(PathwayRef pathway) {
        Round round = openRound(pathway).orElse(null);
        if (round == null) {
            return;
        }
        jdbc.sql("update assessment set hours_to_days = true where id = :id")
                .param("id", round.uuid())
                .update();
        if (!"OPEN".equals(round.delirium())) {
            askAboutDelirium(round);
            workflow.tell(PROCESS, round.id(), "delirium.suspected", Map.of());
        }
    }

    private void askAboutDelirium(Round round) {
        jdbc.sql("update assessment set delirium = 'OPEN' where id = :id")
                .param("id", round.uuid())
                .update();
        events.publishEvent(new Assessment.DeliriumSuspected(round.id(), round.pathway(), clock.instant()));
    }

    void answerDelirium(String assessmentId, String outcome) {
        jdbc.sql("update assessment set delirium = :outcome where id = :id")
                .param("outcome", outcome)
                .param("id", UUID.fromString(assessmentId))
                .update();
        // Restaging may be waiting for this answer; when it is not, nobody listens and nothing happens.
        workflow.tell(PROCESS, assessmentId, "delirium.answered", Map.of());
    }

    /**
     * Called by the process for each rating as it comes in: level and strain of this rating, and urgent help from what is
     * known by then, which never waits for the round.
     */
    public void lookAtRating(String ratingId) {
        RatingRow rating = jdbc.sql(
                        "select r.*, a.pathway_ref from rating r join assessment a on a.id = r.assessment_id where r.id = :id")
                .param("id", UUID.fromString(ratingId))
                .query(this::ratingRow)
                .single();
        Round round = round(rating.assessment());
        Subject subject = Subject.ofRating(round.pathway(), round.uuid(), UUID.fromString(ratingId));
        Map<String, @Nullable Object> abilities = RatingAnswers.abilities(rating.answers());
        String level = null;
        boolean outOfSequence = false;
        // When no ability was answered the table is not asked: missing is not the same as no loss.
        if (abilities.values().stream().anyMatch(Objects::nonNull)) {
            Evaluation functional = decisions.evaluate(subject, "functional-level", abilities);
            level = functional.text("functionalLevel");
            outOfSequence = Boolean.TRUE.equals(functional.single("outOfSequence"));
        }
        Map<String, @Nullable Object> strainInputs = new HashMap<>();
        strainInputs.put("zarit", scoreThatCounts(rating.answers()));
        strainInputs.put("ownWords", RatingAnswers.whole(rating.answers(), "ownWords"));
        String strain =
                decisions.evaluate(subject, "carer-strain-level", strainInputs).text("carerStrainLevel");
        jdbc.sql("""
                        update rating set functional_level = :level, out_of_sequence = :gap, carer_strain_level = :strain,
                               cdr_global = :cdr where id = :id
                        """)
                .param("cdr", cdrGlobal(subject, rating.answers()), Types.NUMERIC)
                .param("level", level)
                .param("gap", outOfSequence)
                .param("strain", strain)
                .param("id", UUID.fromString(ratingId))
                .update();
        raiseUrgentNeed(round, subject);
    }

    /** What six scores come to; null where none were handed in. Forms ask for them only where the licence is stated. */
    private @Nullable BigDecimal cdrGlobal(Subject subject, Answers answers) {
        Map<String, @Nullable Object> scores = RatingAnswers.cdr(answers);
        return scores.containsValue(null)
                ? null
                : new BigDecimal(
                        decisions.evaluate(subject, "cdr-global", scores).text("cdrGlobal"));
    }

    /** The greater loss of those that staff of this round hold; null where nobody does. */
    static @Nullable Double cdrOf(Collection<RatingRow> rated) {
        return rated.stream()
                .filter(rating -> rating.rater() == Rater.STAFF)
                .map(RatingRow::cdrGlobal)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(BigDecimal::doubleValue)
                .orElse(null);
    }

    /** A score is held for so long after the day on which it was taken. */
    private @Nullable Integer scoreThatCounts(Answers answers) {
        String on = answers.text("zaritOn");
        return on == null || !LocalDate.parse(on).isBefore(clock.today().minusDays(SCORE_COUNTS_FOR_DAYS))
                ? RatingAnswers.whole(answers, "zarit")
                : null;
    }

    private void raiseUrgentNeed(Round round, Subject subject) {
        List<RatingRow> rated = rated(round.uuid());
        @Nullable String level = workingLevel(round, rated).level();
        @Nullable Double cdr = cdrOf(rated);
        Stage stage = level == null && cdr == null ? standing(round.pathway()).stage() : stageOf(subject, level, cdr);
        KeptEvaluation routed = route(subject, round, rated, level, stage);
        Map<String, Proposals.Merged> urgent = Proposals.merge(routed.evaluation()).entrySet().stream()
                .filter(entry -> entry.getValue().priority().equals(Proposals.URGENT))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (proposals.propose(round.uuid(), round.pathway(), urgent, routed.id()) && !isBeingDecided(round)) {
            workflow.tell(PROCESS, round.id(), "help.urgent", Map.of());
        }
    }

    /** The open task shows whatever is urgent when it is answered, so one is enough. */
    private boolean isBeingDecided(Round round) {
        return worklist.openOf(Viewer.SYSTEM, round.pathway()).stream()
                .anyMatch(task ->
                        task.record().equals(round.id()) && task.formId().equals(URGENT_HELP_FORM));
    }

    /** Called by the process when the round's time is over: it goes on without the missing ones and says so. */
    public void closeRound(String assessmentId) {
        withoutAnswer(assessmentId);
    }

    /**
     * Ends the asking before its time: the round goes ahead at once without those who have not answered, and says so.
     *
     * @throws Refused when nobody is asked at present
     */
    public void closeEarly(Viewer viewer, PathwayRef pathway, String reason) {
        access.requireRole(viewer, "round.closedEarly", Role.COORDINATOR);
        access.requireSee(viewer, pathway, DataKind.CARE);
        workflow.hold(pathway);
        Round round = openRound(pathway)
                .filter(open -> open.state() == State.RATING)
                .orElseThrow(() -> new Refused("assessment.nobodyIsAsked"));
        Instant now = clock.instant();
        jdbc.sql("""
                        update assessment set asking_ended_at = :at, ended_early_by = :by, ended_early_reason = :reason where id = :id
                        """)
                .param("at", Timestamp.from(now))
                .param("by", viewer.username())
                .param("reason", reason)
                .param("id", round.uuid())
                .update();
        List<String> missing = withoutAnswer(round.id());
        audit.record(viewer.username(), "round.closedEarly", pathway, round.id());
        events.publishEvent(new Assessment.ClosedEarly(round.id(), pathway, now, viewer.username()));
        missing.forEach(rating -> workflow.tellPart(PROCESS, round.id(), "rating.withdrawn", "ratingId", rating));
    }

    /** Whether somebody of this pathway is asked for a rating at present, so that the asking can be ended. */
    @Transactional(readOnly = true)
    public boolean isAsking(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        return openRound(pathway).filter(open -> open.state() == State.RATING).isPresent();
    }

    private List<String> withoutAnswer(String assessmentId) {
        return jdbc.sql(
                        "update rating set state = 'MISSING' where assessment_id = :id and state = 'INVITED' returning id")
                .param("id", UUID.fromString(assessmentId))
                .query(String.class)
                .list();
    }

    /** Takes back what one organisation was asked, after an objection to sharing. Ratings handed in stay on record. */
    @WithoutViewer("follows from what the person said of sharing")
    public void withdrawRatings(PathwayRef pathway, String organisation) {
        withdraw(pathway, "organisation", organisation);
    }

    /** A carer who has died or stopped, or whom the person does not want to be asked. What they said stays on record. */
    public void withdrawRating(Viewer viewer, PathwayRef pathway, CarerId carer) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        withdraw(pathway, "carer_id", carer.value());
    }

    private void withdraw(PathwayRef pathway, String column, Object asked) {
        openRound(pathway).ifPresent(round -> {
            List<String> withdrawn = jdbc.sql("update rating set state = 'WITHDRAWN'"
                            + " where assessment_id = :id and state = 'INVITED' and " + column
                            + " = :asked returning id")
                    .param("id", round.uuid())
                    .param("asked", asked)
                    .query(String.class)
                    .list();
            withdrawn.forEach(rating -> workflow.tellPart(PROCESS, round.id(), "rating.withdrawn", "ratingId", rating));
        });
    }

    /** The rating that counts until staff confirm, and whether it stands on personal ratings alone. */
    record Working(@Nullable UUID rating, @Nullable String level, boolean provisional, boolean outOfSequence) {

        /**
         * Staff observations made in the round, or shortly before it opened, count first, and of two the greater loss.
         * Without one, the greater loss of the person's and the carers' ratings does, provisionally. Nothing is averaged.
         */
        static Working of(List<RatingRow> rated, Supplier<List<RatingRow>> observedBefore) {
            List<RatingRow> named = rated.stream()
                    .filter(rating -> rating.functionalLevel() != null)
                    .toList();
            return named.stream()
                    .filter(rating -> rating.rater() == Rater.STAFF)
                    .max(BY_LOSS)
                    .or(() -> observedBefore.get().stream().max(BY_LOSS))
                    .map(rating -> new Working(rating.id(), rating.functionalLevel(), false, rating.outOfSequence()))
                    .or(() -> named.stream()
                            .max(BY_LOSS)
                            .map(rating ->
                                    new Working(rating.id(), rating.functionalLevel(), true, rating.outOfSequence())))
                    .orElse(new Working(null, null, true, false));
        }
    }

    private Working workingLevel(Round round, List<RatingRow> rated) {
        return Working.of(rated, () -> jdbc.sql("""
                        select r.*, a.pathway_ref from rating r join assessment a on a.id = r.assessment_id
                         where a.pathway_ref = :pathway and a.id <> :round and r.rater = 'STAFF' and r.state = 'RATED'
                           and r.functional_level is not null and r.rated_at >= :since
                        """)
                .param("pathway", round.pathway().value())
                .param("round", round.uuid())
                .param("since", Timestamp.from(round.openedAt().minus(RECENT_OBSERVATION)))
                .query(this::ratingRow)
                .list());
    }

    /** By loss, then by id, so that the order in which ratings arrive never matters. */
    private static final Comparator<RatingRow> BY_LOSS = Comparator.comparing(
                    RatingRow::functionalLevel, Comparator.nullsFirst(Levels.BY_LOSS))
            .thenComparing(RatingRow::id);

    private Stage stageOf(Subject subject, @Nullable String level, @Nullable Double cdr) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("functionalLevel", level);
        inputs.put("cdrGlobal", cdr);
        return Stage.valueOf(
                decisions.evaluate(subject, "pathway-stage", inputs).text("stage"));
    }

    /** Called by the process when all ratings are in or the round closed. Answers AGREED or ADJUDICATE. */
    public String compareRatings(String assessmentId) {
        Round round = round(assessmentId);
        Subject subject = Subject.ofRound(round.pathway(), round.uuid());
        List<RatingRow> rated = rated(round.uuid());
        @Nullable String lowest = lowestLevel(rated);
        @Nullable String highest = highestLevel(rated);
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("lowestStage", stageOf(subject, lowest, null).name());
        inputs.put("highestStage", stageOf(subject, highest, null).name());
        inputs.put("subLevelGap", Levels.subLevelGap(lowest, highest));
        inputs.put("carerStrainLevel", highestStrain(rated));
        Evaluation agreement = decisions.evaluate(subject, "rating-agreement", inputs);
        Working working = workingLevel(round, rated);
        jdbc.sql("""
                        update assessment set state = 'COMPARED', asking_ended_at = coalesce(asking_ended_at, :at),
                               agreement = :agreement, carer_finding = :finding,
                               working_rating = :rating, functional_level = :level, is_provisional = :provisional, out_of_sequence = :gap
                         where id = :id
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("agreement", agreement.text("agreement"))
                .param("finding", Boolean.TRUE.equals(agreement.single("carerFinding")) || strainIsSeenTwoWays(rated))
                .param("rating", working.rating())
                .param("level", working.level())
                .param("provisional", working.provisional())
                .param("gap", working.outOfSequence())
                .param("id", round.uuid())
                .update();
        if (agreement.text("agreement").equals("ADJUDICATE")) {
            events.publishEvent(new Assessment.DifferenceFound(assessmentId, round.pathway(), clock.instant()));
        }
        return agreement.text("agreement");
    }

    static @Nullable String lowestLevel(Collection<RatingRow> rated) {
        return levels(rated).min(Levels.BY_LOSS).orElse(null);
    }

    static @Nullable String highestLevel(Collection<RatingRow> rated) {
        return levels(rated).max(Levels.BY_LOSS).orElse(null);
    }

    private static Stream<String> levels(Collection<RatingRow> rated) {
        return rated.stream().map(RatingRow::functionalLevel).filter(Objects::nonNull);
    }

    /** A human has looked at both sides and decides which level counts, and why. */
    void adjudicate(String assessmentId, @Nullable UUID rating, String level, boolean outOfSequence, String reason) {
        jdbc.sql("""
                        update assessment set working_rating = :rating, functional_level = :level, is_provisional = false,
                               out_of_sequence = :gap, adjudication_reason = :reason where id = :id
                        """)
                .param("rating", rating)
                .param("level", level)
                .param("gap", outOfSequence)
                .param("reason", reason)
                .param("id", UUID.fromString(assessmentId))
                .update();
    }

    /** Called by the process: has the stage proposed and asks whether the change was sudden. */
    public DeliriumCheck proposeStage(String assessmentId) {
        Round round = round(assessmentId);
        Subject subject = Subject.ofRound(round.pathway(), round.uuid());
        List<RatingRow> rated = rated(round.uuid());
        Stage stage = stageOf(subject, round.functionalLevel(), cdrOf(rated));
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("previousStage", round.previousStage());
        inputs.put("stage", stage.name());
        inputs.put(
                "daysSincePrevious",
                round.previousOn() == null ? null : (int) ChronoUnit.DAYS.between(round.previousOn(), clock.today()));
        inputs.put("hoursToDays", round.hoursToDays() ? Boolean.TRUE : hoursToDaysOf(rated));
        String check = decisions.evaluate(subject, "sudden-change", inputs).text("check");
        jdbc.sql("update assessment set proposed_stage = :stage, sudden_change = :check where id = :id")
                .param("stage", stage.name())
                .param("check", check)
                .param("id", round.uuid())
                .update();
        if ("OPEN".equals(round.delirium())) {
            return DeliriumCheck.WAIT;
        }
        if (check.equals("DELIRIUM_CHECK") && round.delirium() == null) {
            askAboutDelirium(round);
            return DeliriumCheck.ASK;
        }
        return DeliriumCheck.NONE;
    }

    private static @Nullable Boolean hoursToDaysOf(List<RatingRow> rated) {
        return RatingAnswers.anySaw(rated.stream().map(RatingRow::answers).toList(), "hoursToDays");
    }

    /** Called by the process: has the services proposed from stage and need together. */
    public void proposeServices(String assessmentId) {
        Round round = round(assessmentId);
        propose(round, Stage.valueOf(Objects.requireNonNull(round.proposedStage())));
        nameTier(round);
        jdbc.sql("update assessment set state = 'TO_CONFIRM' where id = :id")
                .param("id", round.uuid())
                .update();
    }

    /**
     * Names the tier where a licensed score is held. It is kept apart from what a stage rests on, since it routes nothing
     * and stands on no page of a person but beside the scores.
     */
    private void nameTier(Round round) {
        List<RatingRow> rated = rated(round.uuid());
        @Nullable Double cdr = cdrOf(rated);
        @Nullable
        Integer zarit = rated.stream()
                .map(rating -> scoreThatCounts(rating.answers()))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (cdr == null && zarit == null) {
            return;
        }
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("carerPresent", circumstances.of(round.pathway()).carerPresent());
        inputs.put("functionalLevel", round.functionalLevel());
        inputs.put("cdrGlobal", cdr);
        inputs.put("zarit", zarit);
        decisions.evaluate(Subject.ofRecord(round.pathway(), round.id()), "complexity-tier", inputs);
    }

    private void propose(Round round, Stage stage) {
        Subject subject = Subject.ofRound(round.pathway(), round.uuid());
        KeptEvaluation routed = route(subject, round, rated(round.uuid()), round.functionalLevel(), stage);
        Map<String, Proposals.Merged> proposed = Proposals.merge(routed.evaluation());
        proposals.propose(round.uuid(), round.pathway(), proposed, routed.id());
        proposals.supersedeAllBut(round.uuid(), proposed.keySet());
        proposals.supersedeEarlier(round.uuid(), round.pathway());
    }

    private KeptEvaluation route(
            Subject subject, Round round, List<RatingRow> rated, @Nullable String level, Stage stage) {
        List<Answers> all = rated.stream().map(RatingRow::answers).toList();
        Circumstances.Known known = circumstances.of(round.pathway());
        @Nullable
        String phase =
                RatingAnswers.gravestPhase(rated.stream().map(RatingRow::phase).toList());
        if (phase == null) {
            phase = standing(round.pathway()).phase();
        }
        Map<String, @Nullable Object> indicators = new HashMap<>();
        indicators.put("functionalLevel", level);
        ADVANCED_PICTURE.forEach(sign -> indicators.put(sign, RatingAnswers.anySaw(all, sign)));
        TRIGGERS.forEach(sign -> indicators.put(sign, RatingAnswers.anySaw(all, sign)));
        indicators.put("phase", phase);
        indicators.put("teamNotSurprised", RatingAnswers.anySaw(all, "teamNotSurprised"));
        String palliative =
                decisions.evaluate(subject, "palliative-indicators", indicators).text("palliative");
        jdbc.sql("update assessment set palliative = :palliative where id = :id")
                .param("palliative", palliative)
                .param("id", round.uuid())
                .update();

        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("stage", stage.name());
        inputs.put("carerPresent", known.carerPresent());
        inputs.put("livesAlone", known.livesAlone());
        inputs.put("carerStrainLevel", highestStrain(rated));
        inputs.put("palliative", palliative);
        inputs.put("phase", phase);
        NEEDS.forEach(need -> inputs.put(need, RatingAnswers.anySaw(all, need)));
        inputs.put("planningOffered", known.planningOffered());
        inputs.put("newlyDiagnosed", known.newlyDiagnosed());
        return decisions.keep(subject, "referral-routing", inputs);
    }

    /** A score two levels from what a carer says in their own words is a finding of its own. */
    private static boolean strainIsSeenTwoWays(List<RatingRow> rated) {
        List<Integer> scored = strains(rated, "zarit");
        List<Integer> ownWords = strains(rated, "ownWords");
        return scored.stream().anyMatch(score -> ownWords.stream().anyMatch(own -> Math.abs(score - own) >= 2));
    }

    private static List<Integer> strains(List<RatingRow> rated, String answered) {
        return rated.stream()
                .filter(rating -> RatingAnswers.whole(rating.answers(), answered) != null)
                .map(rating -> STRAIN_ORDER.indexOf(rating.carerStrainLevel()))
                .toList();
    }

    /** With several carers the highest known strain counts. */
    static String highestStrain(Collection<RatingRow> rated) {
        return rated.stream()
                .map(RatingRow::carerStrainLevel)
                .max(Comparator.comparingInt(STRAIN_ORDER::indexOf))
                .orElse("UNKNOWN");
    }

    /** What the form that confirms has to know before it lets anybody confirm. */
    boolean needsReason(Round round, Stage confirmed) {
        return !confirmed.name().equals(round.proposedStage()) || round.hasFallenTo(confirmed) || round.outOfSequence();
    }

    /** Staff confirm: the stage stands, and the proposals follow it where it differs from what was proposed. */
    void confirm(Submission submission, Stage stage, @Nullable String reason, boolean palliativeConfirmed) {
        Round round = round(submission.task().record());
        if (!stage.name().equals(round.proposedStage())) {
            propose(round, stage);
        }
        jdbc.sql("""
                        update assessment set state = 'CONFIRMED', stage = :stage, stage_reason = :reason, confirmed_by = :by,
                               confirmed_at = :at, closed_at = :at, palliative_confirmed = :palliative where id = :id
                        """)
                .param("stage", stage.name())
                .param("reason", reason)
                .param("by", submission.by().username())
                .param("at", Timestamp.from(submission.at()))
                .param("palliative", palliativeConfirmed ? "ADD_TO_REGISTER" : null)
                .param("id", round.uuid())
                .update();
        events.publishEvent(new Assessment.Confirmed(
                round.id(),
                round.pathway(),
                stage,
                highestStrain(rated(round.uuid())),
                submission.at(),
                submission.by().username()));
    }

    /** The round was asked for by mistake, and stops as it does on a pathway that was opened in error. */
    @WithoutViewer("follows from an entry that somebody was allowed to take back")
    public void takeBack(String assessmentId) {
        workflow.tell(PROCESS, assessmentId, "pathway.openedInError", Map.of("endReason", "TAKEN_BACK"));
    }

    /** Called by the process when it was told to stop: the record follows. */
    public void cancel(String assessmentId, String endReason) {
        Round round = round(assessmentId);
        Instant now = clock.instant();
        int closed = jdbc.sql(
                        "update assessment set state = 'CANCELLED', end_reason = :reason, closed_at = :at where id = :id and closed_at is null")
                .param("reason", endReason)
                .param("at", Timestamp.from(now))
                .param("id", round.uuid())
                .update();
        if (closed > 0) {
            closeRound(assessmentId);
            events.publishEvent(new Assessment.Cancelled(assessmentId, round.pathway(), endReason, now));
        }
    }

    /** Where the person stands, for the system's own work. */
    @WithoutViewer("rules weigh it")
    @Transactional(readOnly = true)
    public Standing standing(PathwayRef pathway) {
        Optional<Round> confirmed = latestConfirmed(pathway);
        Reviews reviews = latestReviews(pathway);
        if (confirmed.isEmpty()) {
            return new Standing(
                    Stage.UNKNOWN, null, strain(pathway, null, List.of(), reviews), "NO", reviews.phase(), null);
        }
        Round round = confirmed.get();
        List<RatingRow> rated = rated(round.uuid());
        Instant closedAt = Objects.requireNonNull(round.closedAt());
        @Nullable String phase = reviews.phaseAfter(closedAt);
        if (phase == null) {
            phase = RatingAnswers.gravestPhase(
                    rated.stream().map(RatingRow::phase).toList());
        }
        if (phase == null) {
            // Nobody was asked or knew: what was found before still stands.
            phase = reviews.phase();
        }
        return new Standing(
                Stage.valueOf(Objects.requireNonNull(round.stage())),
                round.functionalLevel(),
                strain(pathway, round, rated, reviews),
                Objects.requireNonNullElse(round.palliativeConfirmed(), "NO"),
                phase,
                round.confirmedOn());
    }

    /**
     * The highest known strain. The latest short review stands for a round before it. What a carer reports on their own
     * stands for that carer's earlier rating, and for nobody else's.
     */
    private String strain(PathwayRef pathway, @Nullable Round round, List<RatingRow> rated, Reviews reviews) {
        @Nullable
        String reviewed =
                round == null ? reviews.strain() : reviews.strainAfter(Objects.requireNonNull(round.closedAt()));
        Map<CarerId, Reported> reported =
                reportedStrain(pathway, reviewed == null ? Instant.EPOCH : Objects.requireNonNull(reviews.strainAt()));
        var strains = new ArrayList<String>();
        if (reviewed != null) {
            strains.add(reviewed);
        } else {
            for (RatingRow rating : rated) {
                CarerId carer = rating.carer();
                Reported own = carer == null ? null : reported.get(carer);
                if (own == null || own.isBefore(rating)) {
                    strains.add(rating.carerStrainLevel());
                    if (carer != null) {
                        reported.remove(carer);
                    }
                }
            }
        }
        reported.values().forEach(own -> strains.add(own.strain()));
        return strains.stream()
                .max(Comparator.comparingInt(STRAIN_ORDER::indexOf))
                .orElse("UNKNOWN");
    }

    /** What one carer reported last, and when. */
    private record Reported(String strain, Instant at) {

        /** A later rating counts if it says anything of the strain. */
        boolean isBefore(RatingRow rating) {
            return !rating.carerStrainLevel().equals("UNKNOWN")
                    && rating.ratedAt() != null
                    && rating.ratedAt().isAfter(at);
        }
    }

    /** By carer, since then; UNKNOWN for one who no longer counts. */
    private Map<CarerId, Reported> reportedStrain(PathwayRef pathway, Instant since) {
        Map<CarerId, Reported> reported = new HashMap<>();
        jdbc.sql("""
                        select carer_id, coalesce(carer_strain_level, 'UNKNOWN') as strain, at from short_review
                         where pathway_ref = :pathway and carer_id is not null and at > :since order by id
                        """)
                .param("pathway", pathway.value())
                .param("since", Timestamp.from(since))
                .query(row -> {
                    reported.put(
                            new CarerId(row.getObject("carer_id", UUID.class)),
                            new Reported(
                                    row.getString("strain"),
                                    row.getTimestamp("at").toInstant()));
                });
        return reported;
    }

    /** The strain of one carer as their latest rating found it; UNKNOWN when none did. */
    @WithoutViewer("an input of a decision, never shown")
    @Transactional(readOnly = true)
    public String strainOf(PathwayRef pathway, CarerId carer) {
        return jdbc.sql("""
                        select r.carer_strain_level from rating r join assessment a on a.id = r.assessment_id
                         where a.pathway_ref = :pathway and r.carer_id = :carer and r.state = 'RATED'
                         order by r.rated_at desc limit 1
                        """)
                .param("pathway", pathway.value())
                .param("carer", carer.value())
                .query(String.class)
                .optional()
                .orElse("UNKNOWN");
    }

    /**
     * What a carer's own conversation said of the strain, so that it counts from then on.
     *
     * @param strain null when the carer no longer counts
     */
    public void recordStrain(Viewer viewer, PathwayRef pathway, CarerId carer, @Nullable String strain) {
        jdbc.sql("""
                        insert into short_review (pathway_ref, carer_id, carer_strain_level, at, by)
                        values (:pathway, :carer, :strain, :at, :by)
                        """)
                .param("pathway", pathway.value())
                .param("carer", carer.value())
                .param("strain", strain)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", viewer.username())
                .update();
    }

    /** All rounds of the person, newest first; the page that shows them writes the audit row. */
    @Transactional(readOnly = true)
    public List<Assessment> of(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        Map<UUID, List<RatingRow>> ratings =
                jdbc.sql("""
                        select r.*, a.pathway_ref from rating r join assessment a on a.id = r.assessment_id
                         where a.pathway_ref = :pathway order by r.position
                        """).param("pathway", pathway.value()).query(this::ratingRow).list().stream()
                        .collect(Collectors.groupingBy(RatingRow::assessmentUuid));
        return jdbc
                .sql("select * from assessment where pathway_ref = :pathway order by opened_at desc, id")
                .param("pathway", pathway.value())
                .query(Assessments::roundRow)
                .list()
                .stream()
                .map(round -> round.toAssessment(shown(viewer, round, ratings.getOrDefault(round.uuid(), List.of()))))
                .toList();
    }

    /** Who has answered, and what came of it unless the viewer is still to rate. */
    private List<Rating> shown(Viewer viewer, Round round, List<RatingRow> ratings) {
        boolean isKept = round.state() == State.RATING && isToRate(viewer, round.id());
        return ratings.stream()
                .map(rating -> isKept && !viewer.username().equals(rating.ratedBy())
                        ? rating.toRating().withoutFindings()
                        : rating.toRating())
                .toList();
    }

    /** Evaluates {@code review-interval} for the person as they stand now and returns the days. */
    @WithoutViewer("a step of the pathway")
    public int reviewInDays(PathwayRef pathway) {
        return reviewInDays(pathway, standing(pathway).phase());
    }

    /** As {@link #reviewInDays(PathwayRef)}; with no phase where somebody else looks after what it asks for. */
    @WithoutViewer("a step of the pathway")
    public int reviewInDays(PathwayRef pathway, @Nullable String phase) {
        Standing standing = standing(pathway);
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("stage", standing.stage().name());
        inputs.put("carerStrainLevel", standing.carerStrainLevel());
        inputs.put("livesAlone", circumstances.of(pathway).livesAlone());
        inputs.put("phase", phase);
        Object days = decisions
                .evaluate(Subject.of(pathway), "review-interval", inputs)
                .single("reviewInDays");
        return ((Number) Objects.requireNonNull(days)).intValue();
    }

    /** What a short review found, so that strain and phase count from then on. */
    public void recordReview(
            Viewer viewer, PathwayRef pathway, @Nullable String phase, @Nullable Integer carerOwnWords) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        Instant now = clock.instant();
        @Nullable String strain = null;
        if (carerOwnWords != null) {
            Map<String, @Nullable Object> inputs = new HashMap<>();
            inputs.put("zarit", null);
            inputs.put("ownWords", carerOwnWords);
            strain = decisions
                    .evaluate(Subject.of(pathway), "carer-strain-level", inputs)
                    .text("carerStrainLevel");
        }
        jdbc.sql(
                        "insert into short_review (pathway_ref, phase, carer_strain_level, at, by) values (:pathway, :phase, :strain, :at, :by)")
                .param("pathway", pathway.value())
                .param("phase", phase)
                .param("strain", strain)
                .param("at", Timestamp.from(now))
                .param("by", viewer.username())
                .update();
        events.publishEvent(new Assessment.ReviewRecorded(pathway, phase, now, viewer.username()));
    }

    /**
     * Whether the viewer is still to rate in this round. Until then nobody else's answers are shown to them, so that each
     * rating stays the rater's own.
     */
    @Transactional(readOnly = true)
    public boolean isToRate(Viewer viewer, String assessmentId) {
        return jdbc.sql("select " + Proposals.IS_TO_RATE.formatted(":id"))
                .param("id", UUID.fromString(assessmentId))
                .param("groups", viewer.groups().toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }

    /** Open rounds in which the viewer is still to rate: what others answered there is kept from them. */
    @Transactional(readOnly = true)
    public List<String> roundsToRate(Viewer viewer) {
        return jdbc.sql("""
                        select distinct a.id from rating r join assessment a on a.id = r.assessment_id
                         where a.state = 'RATING' and r.rater = 'STAFF' and r.state = 'INVITED'
                           and r.organisation || '.' || r.role = any(:groups)
                        """)
                .param("groups", viewer.groups().toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** Why a round ended where it did: the matched rules of its decisions in plain words, in the order of evaluation. */
    @Transactional(readOnly = true)
    public List<String> reasons(Viewer viewer, PathwayRef pathway, String assessmentId) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        if (isToRate(viewer, assessmentId)) {
            return List.of();
        }
        return decisions.ofRound(viewer, pathway, assessmentId).stream()
                .filter(kept -> WHY_A_STAGE.contains(kept.evaluation().decision()))
                .flatMap(kept -> kept.evaluation().reasons().stream())
                .distinct()
                .toList();
    }

    /**
     * Every evaluation of one round with inputs, matched rules and version, for "Why?". None of them for one who is still to
     * rate in it.
     */
    @Transactional(readOnly = true)
    public List<KeptEvaluation> evaluations(Viewer viewer, PathwayRef pathway, String assessmentId) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        if (isToRate(viewer, assessmentId)) {
            return List.of();
        }
        return decisions.ofRound(viewer, pathway, assessmentId);
    }

    /** The last words on phase and strain, each from the last review that said something of it. */
    private record Reviews(
            @Nullable String phase,
            @Nullable Instant phaseAt,
            @Nullable String strain,
            @Nullable Instant strainAt) {

        @Nullable
        String phaseAfter(Instant round) {
            return phaseAt != null && phaseAt.isAfter(round) ? phase : null;
        }

        @Nullable
        String strainAfter(Instant round) {
            return strainAt != null && strainAt.isAfter(round) ? strain : null;
        }
    }

    private Reviews latestReviews(PathwayRef pathway) {
        return jdbc.sql("""
                        select phase.phase, phase.at as phase_at, strain.carer_strain_level, strain.at as strain_at
                          from (select 1) one
                          left join (select phase, at from short_review
                                      where pathway_ref = :pathway and phase is not null order by id desc limit 1) phase on true
                          left join (select carer_strain_level, at from short_review
                                      where pathway_ref = :pathway and carer_strain_level is not null and carer_id is null
                                      order by id desc limit 1) strain on true
                        """)
                .param("pathway", pathway.value())
                .query((row, number) -> new Reviews(
                        row.getString("phase"),
                        instant(row, "phase_at"),
                        row.getString("carer_strain_level"),
                        instant(row, "strain_at")))
                .single();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private Optional<Round> latestConfirmed(PathwayRef pathway) {
        return jdbc.sql(
                        "select * from assessment where pathway_ref = :pathway and state = 'CONFIRMED' order by confirmed_at desc limit 1")
                .param("pathway", pathway.value())
                .query(Assessments::roundRow)
                .optional();
    }

    private Optional<Round> openRound(PathwayRef pathway) {
        return jdbc.sql("select * from assessment where pathway_ref = :pathway and closed_at is null")
                .param("pathway", pathway.value())
                .query(Assessments::roundRow)
                .optional();
    }

    Round round(String assessmentId) {
        return jdbc.sql("select * from assessment where id = :id")
                .param("id", UUID.fromString(assessmentId))
                .query(Assessments::roundRow)
                .single();
    }

    List<RatingRow> ratings(String assessmentId) {
        return jdbc.sql("select r.* from rating r where r.assessment_id = :id order by r.position")
                .param("id", UUID.fromString(assessmentId))
                .query(this::ratingRow)
                .list();
    }

    /** What staff handed in before this round, the latest first. */
    List<RatingRow> ratingsBefore(PathwayRef pathway, String assessmentId) {
        return jdbc.sql("""
                        select r.* from rating r join assessment a on a.id = r.assessment_id
                         where a.pathway_ref = :pathway and a.id <> :round and r.rater = 'STAFF' and r.state = 'RATED'
                         order by r.rated_at desc limit 20
                        """)
                .param("pathway", pathway.value())
                .param("round", UUID.fromString(assessmentId))
                .query(this::ratingRow)
                .list();
    }

    /** The rating of an earlier round that counts in this one; null where one of its own does, or none. */
    @Nullable
    RatingRow countedFromBefore(Round round) {
        UUID working = round.workingRating();
        return working == null
                ? null
                : jdbc.sql("select r.* from rating r where r.id = :id and r.assessment_id <> :round")
                        .param("id", working)
                        .param("round", round.uuid())
                        .query(this::ratingRow)
                        .optional()
                        .orElse(null);
    }

    private List<RatingRow> rated(UUID assessment) {
        return ratings(assessment.toString()).stream()
                .filter(rating -> rating.state() == RatingState.RATED)
                .toList();
    }

    /**
     * A round with the ratings that were handed in.
     *
     * @param isDecided whether staff had to decide between ratings, and {@code counts} the one they let count, if any
     */
    record RatedRound(
            UUID id,
            PathwayRef pathway,
            Instant openedAt,
            boolean isDecided,
            @Nullable UUID counts,
            List<RatingRow> ratings) {}

    /** All rounds of these people. */
    Collection<RatedRound> ratedRounds(Collection<PathwayRef> people) {
        Map<UUID, RatedRound> rounds = new LinkedHashMap<>();
        jdbc.sql("""
                        select r.*, a.id as round, a.pathway_ref, a.opened_at, a.working_rating,
                               a.adjudication_reason is not null as is_decided
                          from assessment a left join rating r on r.assessment_id = a.id and r.state = 'RATED'
                         where a.pathway_ref = any(:people)
                        """)
                .param("people", people.stream().map(PathwayRef::value).toArray(String[]::new))
                .query(row -> {
                    UUID id = row.getObject("round", UUID.class);
                    RatedRound round = rounds.get(id);
                    if (round == null) {
                        round = new RatedRound(
                                id,
                                new PathwayRef(row.getString("pathway_ref")),
                                row.getTimestamp("opened_at").toInstant(),
                                row.getBoolean("is_decided"),
                                row.getObject("working_rating", UUID.class),
                                new ArrayList<>());
                        rounds.put(id, round);
                    }
                    if (row.getObject("id") != null) {
                        round.ratings().add(ratingRow(row, 0));
                    }
                });
        return rounds.values();
    }

    /** A round as it is stored. */
    record Round(
            UUID uuid,
            PathwayRef pathway,
            Trigger trigger,
            State state,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable String previousStage,
            @Nullable LocalDate previousOn,
            @Nullable UUID workingRating,
            @Nullable String functionalLevel,
            boolean provisional,
            boolean outOfSequence,
            boolean carerFinding,
            @Nullable String proposedStage,
            @Nullable String suddenChange,
            boolean hoursToDays,
            @Nullable String delirium,
            @Nullable String palliative,
            @Nullable String palliativeConfirmed,
            @Nullable String stage,
            @Nullable String stageReason,
            @Nullable String confirmedBy,
            @Nullable LocalDate confirmedOn,
            @Nullable String endReason,
            Assessment.@Nullable Asking ended,
            @Nullable String adjudicationReason) {

        String id() {
            return uuid.toString();
        }

        /** Whether the stage is a lesser one than before; one that is not known is neither. */
        boolean hasFallenTo(Stage now) {
            int before = previousStage == null ? -1 : STAGES.indexOf(Stage.valueOf(previousStage));
            return STAGES.contains(now) && STAGES.indexOf(now) < before;
        }

        Assessment toAssessment(List<Rating> ratings) {
            return new Assessment(
                    id(),
                    pathway,
                    trigger,
                    state,
                    openedAt,
                    closedAt,
                    ratings,
                    stage == null ? null : Stage.valueOf(stage),
                    functionalLevel,
                    confirmedBy,
                    stageReason,
                    endReason,
                    ended);
        }
    }

    private static Round roundRow(ResultSet row, int number) throws SQLException {
        Timestamp closedAt = row.getTimestamp("closed_at");
        Timestamp confirmedAt = row.getTimestamp("confirmed_at");
        return new Round(
                row.getObject("id", UUID.class),
                new PathwayRef(row.getString("pathway_ref")),
                Trigger.valueOf(row.getString("trigger")),
                State.valueOf(row.getString("state")),
                row.getTimestamp("opened_at").toInstant(),
                closedAt == null ? null : closedAt.toInstant(),
                row.getString("previous_stage"),
                row.getObject("previous_on", LocalDate.class),
                row.getObject("working_rating", UUID.class),
                row.getString("functional_level"),
                row.getBoolean("is_provisional"),
                row.getBoolean("out_of_sequence"),
                row.getBoolean("carer_finding"),
                row.getString("proposed_stage"),
                row.getString("sudden_change"),
                row.getBoolean("hours_to_days"),
                row.getString("delirium"),
                row.getString("palliative"),
                row.getString("palliative_confirmed"),
                row.getString("stage"),
                row.getString("stage_reason"),
                row.getString("confirmed_by"),
                confirmedAt == null ? null : LocalDate.ofInstant(confirmedAt.toInstant(), WorkingDays.ZONE),
                row.getString("end_reason"),
                askingEnded(row),
                row.getString("adjudication_reason"));
    }

    private static Assessment.@Nullable Asking askingEnded(ResultSet row) throws SQLException {
        Instant at = instant(row, "asking_ended_at");
        return at == null
                ? null
                : new Assessment.Asking(at, row.getString("ended_early_by"), row.getString("ended_early_reason"));
    }

    /** A rating as it is stored, with its answers. */
    record RatingRow(
            UUID id,
            UUID assessmentUuid,
            Rater rater,
            @Nullable CarerId carer,
            @Nullable String organisation,
            @Nullable String role,
            RatingState state,
            @Nullable String channel,
            Answers answers,
            @Nullable String functionalLevel,
            boolean outOfSequence,
            String carerStrainLevel,
            @Nullable String phase,
            @Nullable Instant ratedAt,
            @Nullable String ratedBy,
            @Nullable BigDecimal cdrGlobal) {

        String assessment() {
            return assessmentUuid.toString();
        }

        /** The licensed scores that it holds, as they are called. */
        List<String> scores() {
            var scores = new ArrayList<String>();
            Integer zarit = RatingAnswers.whole(answers, "zarit");
            if (zarit != null) {
                scores.add("Zarit " + zarit);
            }
            if (cdrGlobal != null) {
                scores.add("CDR " + cdrGlobal.stripTrailingZeros().toPlainString());
            }
            return scores;
        }

        /** The same answers, had the decisions found this in them. */
        RatingRow found(@Nullable String level, String strain, @Nullable BigDecimal cdr) {
            return new RatingRow(
                    id,
                    assessmentUuid,
                    rater,
                    carer,
                    organisation,
                    role,
                    state,
                    channel,
                    answers,
                    level,
                    outOfSequence,
                    strain,
                    phase,
                    ratedAt,
                    ratedBy,
                    cdr);
        }

        Rating toRating() {
            return new Rating(
                    id.toString(),
                    rater,
                    carer,
                    organisation,
                    role,
                    state,
                    ratedAt,
                    ratedBy,
                    channel,
                    functionalLevel,
                    outOfSequence,
                    carerStrainLevel);
        }
    }

    private RatingRow ratingRow(ResultSet row, int number) throws SQLException {
        Timestamp ratedAt = row.getTimestamp("rated_at");
        return new RatingRow(
                row.getObject("id", UUID.class),
                row.getObject("assessment_id", UUID.class),
                Rater.valueOf(row.getString("rater")),
                carerId(row),
                row.getString("organisation"),
                row.getString("role"),
                RatingState.valueOf(row.getString("state")),
                row.getString("channel"),
                readAnswers(row.getString("answers")),
                row.getString("functional_level"),
                row.getBoolean("out_of_sequence"),
                row.getString("carer_strain_level"),
                row.getString("phase"),
                ratedAt == null ? null : ratedAt.toInstant(),
                row.getString("rated_by"),
                row.getBigDecimal("cdr_global"));
    }

    private static @Nullable CarerId carerId(ResultSet row) throws SQLException {
        UUID carer = row.getObject("carer_id", UUID.class);
        return carer == null ? null : new CarerId(carer);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A rating cannot be written as JSON", e);
        }
    }

    private Answers readAnswers(@Nullable String stored) {
        if (stored == null) {
            return new Answers(Map.of());
        }
        try {
            return new Answers(json.readValue(stored, new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A kept rating cannot be read", e);
        }
    }
}
