package org.waymark.assessment;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.AgreedService;
import org.waymark.assessment.Assessment.Invitation;
import org.waymark.assessment.Assessment.Proposal;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessment.RatingState;
import org.waymark.assessment.Assessment.Stage;
import org.waymark.assessment.Assessments.RatingRow;
import org.waymark.assessment.Assessments.Round;
import org.waymark.assessment.Comparison.Stages;
import org.waymark.decisions.KeptDecisions;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormContext.Panel;
import org.waymark.forms.FormHandler;
import org.waymark.forms.Submission;
import org.waymark.kernel.CarerId;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;

/** What each form of a round does to it, in the order of the round. */
@Configuration(proxyBeanMethods = false)
class AssessmentForms {

    private static final String OWN_LEVEL = "OWN_LEVEL";
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]*");

    private final Assessments assessments;
    private final Proposals proposals;
    private final Circumstances circumstances;
    private final Directory directory;
    private final KeptDecisions decisions;
    private final Words words;
    private final ApplicationEventPublisher events;
    private final CurrentViewer viewer;

    AssessmentForms(
            Assessments assessments,
            Proposals proposals,
            Circumstances circumstances,
            Directory directory,
            KeptDecisions decisions,
            Words words,
            ApplicationEventPublisher events,
            CurrentViewer viewer) {
        this.assessments = assessments;
        this.proposals = proposals;
        this.circumstances = circumstances;
        this.directory = directory;
        this.decisions = decisions;
        this.words = words;
        this.events = events;
        this.viewer = viewer;
    }

    /** A form that hands in a rating. */
    private abstract class OfRating implements FormHandler {

        @Override
        public boolean isKeptFrom(Viewer viewer, WorkItem task) {
            return assessments.isToRate(viewer, task.record());
        }
    }

    @Bean
    FormHandler rateAbilities() {
        return new OfRating() {
            @Override
            public String formId() {
                return "rate-abilities";
            }

            @Override
            public FormContext context(WorkItem task) {
                HealthFacts before = HealthFacts.of(assessments.ratingsBefore(task.pathway(), task.record()));
                return new FormContext(
                        before.prefill(),
                        Map.of(),
                        before.latest() == null ? Map.of() : Map.of("before", words.day(before.latest())),
                        null);
            }

            @Override
            public boolean hasOthers(WorkItem task) {
                return !otherRatings(task).isEmpty();
            }

            @Override
            public @Nullable Panel others(WorkItem task, List<OwnAnswer> own) {
                return beside(task, own);
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                assessments.rate(submission, ratingOf(submission.task()), "STAFF_FORM");
                return Map.of();
            }
        };
    }

    @Bean
    FormHandler enterPaperAnswers() {
        return new OfRating() {
            @Override
            public String formId() {
                return "enter-paper-answers";
            }

            @Override
            public FormContext context(WorkItem task) {
                Invitation invitation = assessments.invitationOf(ratingOf(task));
                Circumstances.Known known = circumstances.of(task.pathway());
                String who = invitation.carer() == null
                        ? known.calledName()
                        : requireNonNullElse(known.carerNames().get(invitation.carer()), "");
                return new FormContext(
                        Map.of(),
                        Map.of(),
                        Map.of("raterIsCarer", invitation.rater() == Rater.CARER, "rater", who),
                        null);
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                assessments.rate(
                        submission,
                        ratingOf(submission.task()),
                        submission.answers().required("channel"));
                return Map.of();
            }
        };
    }

    /** The same questions in the person's own words, by a personal link. */
    @Bean
    FormHandler answerAsPerson() {
        return byPersonalLink(Assessments.PERSONS_WORDS);
    }

    /** The same questions in a carer's own words. */
    @Bean
    FormHandler answerAsCarer() {
        return byPersonalLink(Assessments.CARERS_WORDS);
    }

    private FormHandler byPersonalLink(String formId) {
        return new OfRating() {
            @Override
            public String formId() {
                return formId;
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                assessments.rate(submission, ratingOf(submission.task()), "PERSONAL_LINK");
                return Map.of();
            }
        };
    }

    /** Those who have answered in the round already, without the one whose task this is. */
    private List<RatingRow> otherRatings(WorkItem task) {
        return assessments.ratings(task.record()).stream()
                .filter(rating -> rating.state() == RatingState.RATED)
                .filter(rating -> !rating.id().toString().equals(task.part()))
                .toList();
    }

    /** A question with one's own answer and those of the others, in words. */
    public record Beside(String question, String own, List<String> answers) {}

    private Panel beside(WorkItem task, List<FormHandler.OwnAnswer> own) {
        List<RatingRow> others = otherRatings(task);
        Map<CarerId, String> carers = circumstances.of(task.pathway()).carerNames();
        return new Panel(
                "assessment/panels :: beside",
                Map.of(
                        "raters",
                        others.stream()
                                .map(rating -> requireNonNullElse(Comparison.who(rating, carers, organisations()), ""))
                                .toList(),
                        "besides",
                        own.stream()
                                .map(question -> new Beside(
                                        question.label(),
                                        question.own(),
                                        others.stream()
                                                .map(rating -> said(rating.answers(), question.key()))
                                                .toList()))
                                .toList()));
    }

    private String said(Answers answers, String key) {
        Object answer = answers.values().get(key);
        return answer == null
                ? ""
                : answer instanceof String code && CODE.matcher(code).matches()
                        ? capitalised(words.code("Answer", code))
                        : answer.toString();
    }

    /** As the form spells its answers, since one's own stand beside it. */
    private static String capitalised(String words) {
        return words.substring(0, 1).toUpperCase(Locale.UK) + words.substring(1);
    }

    private static String ratingOf(WorkItem task) {
        return Objects.requireNonNull(task.part(), "A rating's task names the rating");
    }

    @Bean
    FormHandler ruleOutDelirium() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "rule-out-delirium";
            }

            @Override
            public FormContext context(WorkItem task) {
                return new FormContext(Map.of(), Map.of(), Map.of(), comparison(task));
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                assessments.answerDelirium(
                        submission.task().record(), submission.answers().required("outcome"));
                return Map.of();
            }
        };
    }

    @Bean
    FormHandler adjudicateRatings() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "adjudicate-ratings";
            }

            @Override
            public FormContext context(WorkItem task) {
                Comparison comparison = compare(task);
                var options = new ArrayList<Option>();
                for (Comparison.Column column : comparison.columns()) {
                    if (column.level() != null) {
                        options.add(new Option(column.ratingId(), label(task, column) + ": level " + column.level()));
                    }
                }
                options.add(new Option(OWN_LEVEL, "Another level, after looking at both"));
                return new FormContext(
                        Map.of(),
                        Map.of("ratings", options),
                        Map.of(),
                        Panel.wide("assessment/panels :: comparison", Map.of("comparison", comparison)));
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Answers answers = submission.answers();
                String decidedBy = answers.required("decidedBy");
                String reason = answers.required("reason");
                if (decidedBy.equals(OWN_LEVEL)) {
                    assessments.adjudicate(submission.task().record(), null, answers.required("level"), false, reason);
                } else {
                    RatingRow rating = assessments.ratings(submission.task().record()).stream()
                            .filter(row -> row.id().toString().equals(decidedBy))
                            .findFirst()
                            .orElseThrow();
                    assessments.adjudicate(
                            submission.task().record(),
                            rating.id(),
                            Objects.requireNonNull(rating.functionalLevel()),
                            rating.outOfSequence(),
                            reason);
                }
                return Map.of();
            }
        };
    }

    private String label(WorkItem task, Comparison.Column column) {
        return column.who() == null ? circumstances.of(task.pathway()).calledName() : column.who();
    }

    @Bean
    FormHandler decideUrgentHelp() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "decide-urgent-help";
            }

            @Override
            public FormContext context(WorkItem task) {
                List<Proposal> urgent = proposals.openUrgent(task.record());
                return ProposalFields.context(
                        urgent,
                        code -> circumstances.servicesFor(task.pathway(), code).stream()
                                .map(choice -> new Option(choice.serviceId(), choice.name()))
                                .toList(),
                        circumstances.of(task.pathway()).carers().entrySet().stream()
                                .map(carer -> new Option(carer.getKey().toString(), carer.getValue()))
                                .toList(),
                        new Panel(
                                "assessment/panels :: proposals",
                                Map.of(
                                        "proposals",
                                        urgent,
                                        "whyRef",
                                        task.pathway().value())));
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Answers answers = submission.answers();
                @Nullable
                CarerId mainCarer = circumstances.of(submission.task().pathway()).carers().keySet().stream()
                        .findFirst()
                        .orElse(null);
                var agreed = new ArrayList<AgreedService>();
                for (Proposal proposal : proposals.openUrgent(submission.task().record())) {
                    ProposalFields fields = ProposalFields.of(answers, proposal, mainCarer);
                    if (fields == null) {
                        continue;
                    }
                    proposals.answer(
                            submission.by(), proposal.id(), fields.answer(), fields.askAgainOn(), fields.agreedBy());
                    if (fields.serviceId() != null) {
                        agreed.add(new AgreedService(
                                proposal.id(),
                                fields.serviceId(),
                                proposal.priority(),
                                proposal.reasons(),
                                fields.agreedBy(),
                                fields.forCarer()));
                    }
                }
                events.publishEvent(new Assessment.UrgentHelpDecided(
                        submission.task().record(),
                        submission.task().pathway(),
                        agreed,
                        submission.at(),
                        submission.by().username()));
                return Map.of();
            }
        };
    }

    @Bean
    FormHandler confirmStage() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "confirm-stage";
            }

            @Override
            public FormContext context(WorkItem task) {
                Round round = assessments.round(task.record());
                var model = new HashMap<String, Object>();
                model.put("comparison", compare(task));
                model.put("proposals", proposals.of(viewer.get(), task.pathway()));
                model.put("whyRef", task.pathway().value());
                model.put("whyRound", task.record());
                model.put("scores", scores(task));
                model.put("tier", tier(task));
                return new FormContext(
                        round.proposedStage() == null || round.proposedStage().equals("CONFLICT")
                                ? Map.of()
                                : Map.of("stage", round.proposedStage()),
                        Map.of(),
                        proposedFacts(round),
                        Panel.wide("assessment/panels :: confirm", model));
            }

            @Override
            public List<FieldError> check(WorkItem task, Answers answers) {
                Round round = assessments.round(task.record());
                String stage = answers.text("stage");
                if ("OPEN".equals(round.delirium())) {
                    return List.of(new FieldError("stage", "error.deliriumFirst"));
                }
                if (stage != null
                        && assessments.needsReason(round, Stage.valueOf(stage))
                        && answers.text("reason") == null) {
                    return List.of(new FieldError("reason", "error.reasonForStage"));
                }
                return List.of();
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Answers answers = submission.answers();
                assessments.confirm(
                        submission,
                        Stage.valueOf(answers.required("stage")),
                        answers.text("reason"),
                        "YES".equals(answers.text("palliativeConfirmed")));
                return Map.of();
            }
        };
    }

    /** A licensed score that somebody of the round's staff holds. */
    public record HeldScore(@Nullable String who, String score) {}

    private List<HeldScore> scores(WorkItem task) {
        Map<String, String> organisations = organisations();
        return assessments.ratings(task.record()).stream()
                .filter(rating -> rating.rater() == Rater.STAFF)
                .flatMap(rating -> rating.scores().stream()
                        .map(score -> new HeldScore(
                                rating.organisation() == null ? null : organisations.get(rating.organisation()),
                                score)))
                .toList();
    }

    /** Named where a licensed score is held, and shown beside it alone. */
    private @Nullable String tier(WorkItem task) {
        return decisions.ofRecord(viewer.get(), task.pathway(), task.record()).stream()
                .filter(kept -> kept.evaluation().decision().equals("complexity-tier"))
                .reduce((earlier, later) -> later)
                .map(kept -> words.code("Tier", kept.evaluation().text("tier")))
                .orElse(null);
    }

    /** What the rules propose, in words; a fact that is missing leaves its sentence out. */
    private Map<String, Object> proposedFacts(Round round) {
        var facts = new HashMap<String, Object>();
        facts.put("outOfSequence", round.outOfSequence());
        facts.put(
                "palliativeProposed",
                round.palliative() != null && !round.palliative().equals("NO"));
        facts.put("proposedStage", words.code("Stage", round.proposedStage()));
        if (round.provisional()) {
            facts.put("provisional", "Provisional: only the person and carers have rated.");
        }
        for (KeptDecisions.KeptEvaluation kept : decisions.ofRound(viewer.get(), round.pathway(), round.id())) {
            if (kept.evaluation().decision().equals("pathway-stage")) {
                facts.put("proposedReason", String.join(" ", kept.evaluation().reasons()));
            } else if (kept.evaluation().decision().equals("palliative-indicators")) {
                facts.put("palliativeReason", kept.evaluation().text("palliativeReason"));
            }
        }
        return facts;
    }

    /** Nothing for one who is still to rate in the round. */
    private @Nullable Panel comparison(WorkItem task) {
        if (assessments.isToRate(viewer.get(), task.record())) {
            return null;
        }
        return Panel.wide("assessment/panels :: comparison", Map.of("comparison", compare(task)));
    }

    private Comparison compare(WorkItem task) {
        Round round = assessments.round(task.record());
        return Comparison.of(
                round,
                assessments.ratings(task.record()),
                assessments.countedFromBefore(round),
                stages(round),
                circumstances.of(task.pathway()).carerNames(),
                organisations());
    }

    private Map<String, String> organisations() {
        return directory.organisations().stream()
                .collect(Collectors.toMap(Directory.Organisation::id, Directory.Organisation::name));
    }

    /** What the rules saw when they compared. */
    private @Nullable Stages stages(Round round) {
        return decisions.ofRound(viewer.get(), round.pathway(), round.id()).stream()
                .map(KeptDecisions.KeptEvaluation::evaluation)
                .filter(evaluation -> evaluation.decision().equals("rating-agreement"))
                .map(evaluation -> new Stages(
                        String.valueOf(evaluation.inputs().get("lowestStage")),
                        String.valueOf(evaluation.inputs().get("highestStage"))))
                .findFirst()
                .orElse(null);
    }
}
