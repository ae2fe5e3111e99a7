package org.waymark.carers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.waymark.access.CurrentViewer;
import org.waymark.carers.CarerSupport.Level;
import org.waymark.carers.CarerSupport.Plan;
import org.waymark.carers.CarerSupport.Talk;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormContext.Panel;
import org.waymark.forms.FormHandler;
import org.waymark.forms.Submission;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;

/** What each form of a carer's support does, in the order in which a carer meets them. */
@Configuration(proxyBeanMethods = false)
class CarerForms {

    /** The help that usually goes with a level; the carer agrees to what they wish. */
    private static final Map<Level, String> USUAL_HELP = Map.of(
            Level.INFORM, "INFORMATION",
            Level.GROUP, "GROUP",
            Level.ONE_TO_ONE, "ONE_TO_ONE",
            Level.URGENT, "URGENT_HELP");

    /** Every form opens with the carer beside it, and with what is known. */
    private record Step(
            String formId,
            CarerSupports supports,
            CarerCircumstances circumstances,
            CurrentViewer viewer,
            Function<CarerSupport, Opening> opening,
            Function<Submission, Map<String, Object>> act)
            implements FormHandler {

        @Override
        public FormContext context(WorkItem task) {
            CarerSupport support = supports.load(task.record());
            Opening opens = opening.apply(support);
            return new FormContext(
                    opens.prefill(),
                    opens.options(),
                    opens.facts(),
                    new Panel(
                            "carers/panels :: carer",
                            Map.of(
                                    "support",
                                    support,
                                    "carer",
                                    circumstances.of(support.pathway(), support.carer()),
                                    "reasons",
                                    supports.reasons(viewer.get(), support))));
        }

        @Override
        public Map<String, Object> handle(Submission submission) {
            return act.apply(submission);
        }
    }

    private record Opening(Map<String, Object> prefill, Map<String, List<Option>> options, Map<String, Object> facts) {}

    private final CarerSupports supports;
    private final CarerCircumstances circumstances;
    private final CurrentViewer viewer;
    private final WaymarkClock clock;
    private final Words words;

    CarerForms(
            CarerSupports supports,
            CarerCircumstances circumstances,
            CurrentViewer viewer,
            WaymarkClock clock,
            Words words) {
        this.supports = supports;
        this.circumstances = circumstances;
        this.viewer = viewer;
        this.clock = clock;
        this.words = words;
    }

    private FormHandler step(
            String formId, Function<CarerSupport, Opening> opening, Function<Submission, Map<String, Object>> act) {
        return new Step(formId, supports, circumstances, viewer, opening, act);
    }

    @Bean
    FormHandler talkWithCarer() {
        return step("talk-with-carer", support -> new Opening(knownNeeds(support), Map.of(), Map.of()), supports::talk);
    }

    @Bean
    FormHandler agreeCarerPlan() {
        return step("agree-carer-plan", this::planOpening, supports::plan);
    }

    private Opening planOpening(CarerSupport support) {
        var prefill = new HashMap<String, Object>();
        if (support.level() != null) {
            prefill.put("helps", List.of(USUAL_HELP.get(support.level())));
        }
        Plan before = support.plan();
        if (before != null) {
            for (int i = 0; i < before.goals().size(); i++) {
                prefill.put("goal" + (i + 1), before.goals().get(i).text());
            }
        }
        if (support.sessionOn() != null && !support.sessionOn().isBefore(clock.today())) {
            prefill.put("sessionOn", support.sessionOn());
        }
        return new Opening(
                prefill,
                Map.of(),
                Map.of("assessmentOffered", !CarerSupports.AGREED.equals(support.authorityAnswer())));
    }

    @Bean
    FormHandler holdCarerSession() {
        return step(
                "hold-carer-session",
                support -> {
                    Plan plan = support.plan();
                    List<Option> goals = plan == null
                            ? List.of()
                            : plan.goals().stream()
                                    .map(goal -> new Option(goal.id(), goal.text()))
                                    .toList();
                    return new Opening(Map.of(), Map.of("goals", goals), Map.of());
                },
                supports::hold);
    }

    @Bean
    FormHandler reviewCarerSupport() {
        return step(
                "review-carer-support",
                support -> {
                    Talk before = support.before();
                    return new Opening(
                            knownNeeds(support),
                            Map.of(),
                            before == null ? Map.of() : Map.of("wordsBefore", inWords(before)));
                },
                supports::review);
    }

    private String inWords(Talk talk) {
        String step = talk.ownWords() == null
                ? words.code("OwnWords", "RATHER_NOT_SAY")
                : words.code("OwnWords", talk.ownWords().toString());
        String on = step + ", " + words.day(talk.on()) + ".";
        return talk.words() == null ? on : on + " " + talk.words();
    }

    /** What the carer said last, or what their record says of living together. */
    private Map<String, Object> knownNeeds(CarerSupport support) {
        Talk last = support.lastTalk();
        var prefill = new HashMap<String, Object>();
        if (last == null) {
            prefill.put(
                    "livesWith",
                    answer(circumstances.of(support.pathway(), support.carer()).livesWith()));
            return prefill;
        }
        put(prefill, "ownHealth", last.ownHealth());
        put(prefill, "livesWith", answer(last.livesWith()));
        put(prefill, "caringAlone", answer(last.caringAlone()));
        return prefill;
    }

    private static @Nullable String answer(@Nullable Boolean known) {
        return known == null ? null : known ? "YES" : "NO";
    }

    private static void put(Map<String, Object> prefill, String key, @Nullable String value) {
        if (value != null) {
            prefill.put(key, value);
        }
    }
}
