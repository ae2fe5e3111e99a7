package org.waymark.endoflife;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.waymark.access.CurrentViewer;
import org.waymark.endoflife.AdvancePlans.Deprescribing;
import org.waymark.endoflife.AdvancePlans.Said;
import org.waymark.endoflife.PalliativeCare.Code;
import org.waymark.endoflife.PalliativeCare.IllnessPhase;
import org.waymark.endoflife.PalliativeCare.Place;
import org.waymark.endoflife.PalliativeCare.PlanningAnswer;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Panel;
import org.waymark.forms.FormHandler;
import org.waymark.forms.Submission;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;

/** What the forms of palliative care do, in the order in which somebody on the register meets them. */
@Configuration(proxyBeanMethods = false)
class EndOfLifeForms {

    private static final String YES = "YES";
    private static final String BEING_ARRANGED = "BEING_ARRANGED";

    /** A form that opens beside what is known of the person's palliative care. */
    private record Step(
            String formId, Function<WorkItem, FormContext> opening, Function<Submission, Map<String, Object>> act)
            implements FormHandler {

        @Override
        public FormContext context(WorkItem task) {
            return opening.apply(task);
        }

        @Override
        public Map<String, Object> handle(Submission submission) {
            return act.apply(submission);
        }
    }

    private final PalliativeRegister register;
    private final AdvancePlans plans;
    private final Surroundings surroundings;
    private final CurrentViewer viewer;
    private final WaymarkClock clock;
    private final Words words;

    EndOfLifeForms(
            PalliativeRegister register,
            AdvancePlans plans,
            Surroundings surroundings,
            CurrentViewer viewer,
            WaymarkClock clock,
            Words words) {
        this.register = register;
        this.plans = plans;
        this.surroundings = surroundings;
        this.viewer = viewer;
        this.clock = clock;
        this.words = words;
    }

    @Bean
    FormHandler startPalliativeCare() {
        return new Step("start-palliative-care", task -> beside(task, standing(task)), form -> {
            Answers answers = form.answers();
            String id = form.task().record();
            register.seen(form.task().pathway(), Objects.requireNonNull(answers.date("metOn")));
            if (!answers.required("begins").equals(YES)) {
                register.leave(form.by(), id, answers.required("begins"));
                return Map.of("isLeaving", true);
            }
            register.begin(form.by(), id, code(answers), answers.text("whatMatters"));
            register.findPhase(form.by(), form.task().pathway(), phase(answers), answers.text("whatMatters"));
            painIfActedOn(form);
            return Map.of("isLeaving", false);
        });
    }

    /** Code and phase as they are known, to begin with. */
    private Map<String, Object> standing(WorkItem task) {
        var known = new HashMap<String, Object>();
        Code code = register.load(task.record()).code();
        if (code != null) {
            known.put("code", code.name());
        }
        register.phase(task.pathway()).ifPresent(phase -> known.put("phase", phase.name()));
        return known;
    }

    @Bean
    FormHandler offerAdvanceCarePlanning() {
        return new Step(
                "offer-advance-care-planning",
                task -> beside(task, plans.prefill(viewer.get(), task.pathway())),
                form -> {
                    boolean arrangesNext = register.arrangesNext(form.task().record());
                    plans.record(form.by(), form.task().pathway(), AdvancePlans.said(form.answers()));
                    return Map.of("isArranged", !arrangesNext);
                });
    }

    @Bean
    FormHandler recordEmergencyPlan() {
        return step("record-emergency-plan", form -> {
            Answers answers = form.answers();
            plans.recordEmergencyPlan(
                    form.by(),
                    form.task().pathway(),
                    answers.required("emergencyPlan"),
                    answers.text("keptWhere"),
                    answers.date("planDatedOn"));
            return Map.of();
        });
    }

    @Bean
    FormHandler arrangeAnticipatoryCare() {
        return step("arrange-anticipatory-care", form -> {
            Answers answers = form.answers();
            plans.recordAnticipatoryCare(
                    form.by(),
                    form.task().pathway(),
                    answers.required("medicines"),
                    answers.required("whomToRing"),
                    answers.text("ringFirst"),
                    answers.required("equipment"));
            return Map.of();
        });
    }

    @Bean
    FormHandler offerDeprescribing() {
        return step("offer-deprescribing", form -> {
            plans.recordDeprescribing(form.by(), form.task().pathway(), form.answers());
            register.arranged(form.task().record());
            return Map.of();
        });
    }

    @Bean
    FormHandler lookAtUnstablePhase() {
        return step("look-at-unstable-phase", form -> {
            register.seen(
                    form.task().pathway(), Objects.requireNonNull(form.answers().date("seenOn")));
            register.findPhaseOfUnstable(
                    form.by(),
                    form.task().pathway(),
                    phase(form.answers()),
                    form.answers().text("found"));
            painIfActedOn(form);
            return Map.of();
        });
    }

    @Bean
    FormHandler seePainAgain() {
        return step("see-pain-again", form -> {
            boolean again = form.answers().required("painActedOn").equals(YES);
            register.painSeen(
                    form.by(),
                    form.task().record(),
                    form.answers().required("painNow"),
                    form.answers().text("painNote"),
                    again);
            return Map.of("isPainActedOn", again);
        });
    }

    @Bean
    FormHandler reviewPalliativeCare() {
        return new Step("review-palliative-care", this::beforeReview, form -> {
            Answers answers = form.answers();
            String id = form.task().record();
            LocalDate on = Objects.requireNonNull(answers.date("reviewedOn"));
            if (answers.choices("tookPart").contains("PERSON")) {
                register.seen(form.task().pathway(), on);
            }
            boolean stays = answers.required("stays").equals(YES);
            String planning = answers.text("planning");
            register.reviewed(
                    form.by(),
                    id,
                    answers.choices("tookPart"),
                    on,
                    stays ? code(answers) : null,
                    stays ? phase(answers) : null,
                    planning,
                    answers.text("reviewNote"));
            if (!stays) {
                register.leave(form.by(), id, answers.required("stays"));
                return Map.of("isLeaving", true);
            }
            register.findPhase(form.by(), form.task().pathway(), phase(answers), answers.text("reviewNote"));
            painIfActedOn(form);
            planAhead(form, Objects.requireNonNull(planning));
            if (answers.text("offeredBy") != null) {
                plans.recordDeprescribing(form.by(), form.task().pathway(), answers);
            }
            return Map.of("isLeaving", false);
        });
    }

    private FormContext beforeReview(WorkItem task) {
        FormContext beside = beside(task, standing(task));
        boolean isDue = plans.deprescribing(task.pathway())
                .map(Deprescribing::askAgainOn)
                .filter(day -> !day.isAfter(clock.today()))
                .isPresent();
        return new FormContext(beside.prefill(), beside.options(), Map.of("medicinesDue", isDue), beside.panel());
    }

    /** Planning is offered at every review (care rule 9); "declined" and "not now" are kept as answers of their own. */
    private void planAhead(Submission form, String planning) {
        switch (planning) {
            case "WISHES" -> register.openPlanning(form.task().record(), false);
            case "ALL" -> register.openPlanning(form.task().record(), true);
            case "DECLINED", "NOT_NOW" ->
                plans.record(
                        form.by(),
                        form.task().pathway(),
                        new Said(
                                PlanningAnswer.valueOf(planning),
                                form.answers().date("planningAskAgainOn"),
                                null,
                                null,
                                null,
                                List.of(),
                                null));
            default -> {
                // Nothing new was said.
            }
        }
    }

    @Bean
    FormHandler comparePlacesOfDeath() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "compare-places-of-death";
            }

            @Override
            public FormContext context(WorkItem task) {
                Optional<Place> preferred = preferred(task.pathway());
                var facts = new HashMap<String, Object>();
                facts.put("hasPreferredPlace", preferred.isPresent());
                preferred.ifPresent(place -> facts.put("preferredPlace", words.of(place)));
                var prefill = new HashMap<String, Object>();
                surroundings.placeOfDeath(task.pathway()).ifPresent(place -> prefill.put("actualPlace", place.name()));
                return new FormContext(prefill, Map.of(), facts, null);
            }

            @Override
            public List<FieldError> check(WorkItem task, Answers answers) {
                var errors = new ArrayList<FieldError>();
                String why = answers.text("whyElsewhere");
                Place actual = Place.valueOf(answers.required("actualPlace"));
                if ("AS_WISHED".equals(why)
                        && preferred(task.pathway())
                                .filter(place -> place != actual)
                                .isPresent()) {
                    errors.add(new FieldError("whyElsewhere", "error.placeNotAsWished"));
                }
                return errors;
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Answers answers = submission.answers();
                register.recordPlace(
                        submission.by(),
                        submission.task().record(),
                        preferred(submission.task().pathway()).orElse(null),
                        Place.valueOf(answers.required("actualPlace")),
                        answers.text("whyElsewhere"),
                        answers.text("placeNote"));
                return Map.of();
            }
        };
    }

    /** A place that the person named; "no wish" and "not known" are none to compare with. */
    private Optional<Place> preferred(PathwayRef pathway) {
        return AdvancePlans.standing(plans.versions(pathway))
                .map(version -> version.said().placeOfDeath())
                .filter(Place::isSomewhere);
    }

    private void painIfActedOn(Submission form) {
        if (form.answers().required("painActedOn").equals(YES)) {
            register.actOnPain(form.by(), form.task().pathway());
        }
    }

    private FormHandler step(String formId, Function<Submission, Map<String, Object>> act) {
        return new Step(formId, task -> beside(task, Map.of()), act);
    }

    private FormContext beside(WorkItem task, Map<String, Object> prefill) {
        return new FormContext(
                prefill, Map.of(), Map.of(), new Panel("endoflife/panels :: care", Map.of("care", known(task))));
    }

    /** What is known, for the eyes of whoever may do the task. */
    private Map<String, Object> known(WorkItem task) {
        var known = new HashMap<String, Object>();
        PalliativeCare entry = register.load(task.record());
        known.put("entry", entry);
        register.phase(task.pathway()).ifPresent(phase -> known.put("phase", phase));
        AdvancePlans.standing(plans.versions(task.pathway())).ifPresent(version -> known.put("wishes", version));
        known.put("open", stillOpen(task.pathway()));
        return known;
    }

    /** What was left to be settled when planning ahead was gone through, so that no review forgets it. */
    private List<String> stillOpen(PathwayRef pathway) {
        var open = new ArrayList<String>();
        plans.emergencyPlan(pathway)
                .filter(plan -> List.of("NO", "BEING_WRITTEN").contains(plan.status()))
                .ifPresent(plan -> open.add("Emergency-care plan: " + words.code("EmergencyPlan", plan.status())));
        plans.anticipatoryCare(pathway).ifPresent(care -> {
            if (care.medicines().equals(BEING_ARRANGED)) {
                open.add("Medicines that may be needed: being arranged");
            }
            if (care.equipment().equals(BEING_ARRANGED)) {
                open.add("Equipment: being arranged");
            }
            if (care.ringFirst() == null) {
                open.add("They do not know yet whom to ring first");
            }
        });
        plans.deprescribing(pathway)
                .map(Deprescribing::askAgainOn)
                .ifPresent(day -> open.add("Talk about medicines: to look at again from " + words.day(day)));
        return open;
    }

    private static Code code(Answers answers) {
        return Code.valueOf(answers.required("code"));
    }

    private static IllnessPhase phase(Answers answers) {
        return IllnessPhase.valueOf(answers.required("phase"));
    }
}
