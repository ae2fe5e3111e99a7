package org.waymark.centre;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.waymark.centre.CentrePlace.State;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormContext.Panel;
import org.waymark.forms.FormHandler;
import org.waymark.forms.Submission;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;

/** What each form of a place at the centre opens with and does, in the order in which they come. */
@Configuration(proxyBeanMethods = false)
class CentreForms {

    /** What a form opens with besides the place that stands beside it. */
    private record Opening(Map<String, Object> prefill, Map<String, List<Option>> options, Map<String, Object> facts) {

        static final Opening EMPTY = new Opening(Map.of(), Map.of(), Map.of());
    }

    /** Every form opens with the place beside it and ends by moving it on. */
    private record Step(
            String formId,
            CentrePlaces places,
            Function<CentrePlace, Opening> opening,
            BiFunction<CentrePlace, Answers, List<FieldError>> checks,
            Function<Submission, Map<String, Object>> move)
            implements FormHandler {

        @Override
        public FormContext context(WorkItem task) {
            CentrePlace place = places.load(task.record());
            Opening with = opening.apply(place);
            return new FormContext(
                    with.prefill(),
                    with.options(),
                    with.facts(),
                    new Panel("centre/panels :: beside", Map.of("known", places.known(place))));
        }

        @Override
        public List<FieldError> check(WorkItem task, Answers answers) {
            return checks.apply(places.load(task.record()), answers);
        }

        @Override
        public Map<String, Object> handle(Submission submission) {
            return move.apply(submission);
        }
    }

    private final CentrePlaces places;
    private final Words words;
    private final WaymarkClock clock;

    CentreForms(CentrePlaces places, Words words, WaymarkClock clock) {
        this.places = places;
        this.words = words;
        this.clock = clock;
    }

    private Step step(
            String formId, Function<CentrePlace, Opening> opening, Function<Submission, Map<String, Object>> move) {
        return new Step(formId, places, opening, (place, answers) -> List.of(), move);
    }

    @Bean
    FormHandler planInduction() {
        return new Step("plan-induction", places, this::toPlan, this::checkPlan, places::planned);
    }

    private Opening toPlan(CentrePlace place) {
        List<CentreDay.Use> days = places.days(place);
        Map<String, Object> prefill = details(place);
        Map<String, Object> facts = new HashMap<>();
        CentreDay kept = place.day();
        if (kept != null) {
            prefill.put("day", kept.id().toString());
            facts.put("keptDay", kept.label());
        }
        return new Opening(
                prefill,
                Map.of(
                        "days",
                        Stream.concat(
                                        Stream.ofNullable(kept)
                                                .map(day -> option(day, day.label() + " (kept for them)")),
                                        others(place, days).map(CentreForms::withFree))
                                .toList(),
                        "allDays",
                        days.stream()
                                .map(use -> option(use.day(), use.day().label()))
                                .toList()),
                facts);
    }

    /** Days besides the person's own that have a place free. */
    private static Stream<CentreDay.Use> others(CentrePlace place, List<CentreDay.Use> days) {
        return days.stream()
                .filter(use -> use.free() > 0 && !isTheirs(place, use.day().id()));
    }

    private static boolean isTheirs(CentrePlace place, UUID day) {
        return place.day() != null && place.day().id().equals(day);
    }

    private static Option option(CentreDay day, String label) {
        return new Option(day.id().toString(), label);
    }

    private static Option withFree(CentreDay.Use use) {
        return option(
                use.day(),
                use.day().label() + (use.free() == 1 ? " (1 place free)" : " (" + use.free() + " places free)"));
    }

    private List<FormHandler.FieldError> checkPlan(CentrePlace place, Answers answers) {
        return switch (answers.required("planAnswer")) {
            case CentrePlaces.OTHER_DAY ->
                isFull(place, answers.text("waitDay"))
                        ? List.of()
                        : List.of(new FormHandler.FieldError("planAnswer", "error.centre.dayIsFree"));
            case CentrePlaces.NOT_WANTED -> List.of();
            default ->
                isFull(place, answers.text("day"))
                        ? List.of(new FormHandler.FieldError("day", "error.centre.dayIsFull"))
                        : List.of();
        };
    }

    /** Whether the day is not the person's and has no place free. */
    private boolean isFull(CentrePlace place, @Nullable String dayId) {
        UUID day = UUID.fromString(Objects.requireNonNull(dayId, "The form asks for this day"));
        return !isTheirs(place, day)
                && others(place, places.days(place))
                        .noneMatch(use -> use.day().id().equals(day));
    }

    @Bean
    FormHandler recordInduction() {
        return step("record-induction", this::toRecord, places::inducted);
    }

    private Opening toRecord(CentrePlace place) {
        Map<String, Object> prefill = details(place);
        LocalDate on = place.inductionOn();
        if (on != null && !on.isAfter(clock.today())) {
            prefill.put("cameOn", on);
        }
        return new Opening(prefill, Map.of(), Map.of());
    }

    private static Map<String, Object> details(CentrePlace place) {
        Map<String, Object> details = new HashMap<>();
        put(details, "transport", place.transport());
        put(details, "likes", place.likes());
        put(details, "toKnow", place.toKnow());
        return details;
    }

    private static void put(Map<String, Object> into, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            into.put(name, value);
        }
    }

    @Bean
    FormHandler lookAtWaiting() {
        return step("look-at-waiting", this::toLookAt, places::lookedAt);
    }

    private Opening toLookAt(CentrePlace place) {
        var days = new ArrayList<Option>();
        days.add(new Option(CentrePlaces.ANY_DAY, "Any day"));
        places.days(place).forEach(use -> days.add(option(use.day(), use.day().label())));
        UUID only = place.onlyDay();
        return new Opening(
                Map.of(
                        "priority",
                        place.priority().name(),
                        "waitFor",
                        only == null ? CentrePlaces.ANY_DAY : only.toString()),
                Map.of("waitDays", days),
                Map.of("since", words.day(place.askedAt()), "turn", turn(place)));
    }

    private String turn(CentrePlace place) {
        return place.state() == State.WAITING
                ? CentreWords.turn(places.known(place).waitingBefore())
                : "A place has just come free for them.";
    }

    @Bean
    FormHandler findOutWhy() {
        return step("find-out-why", place -> Opening.EMPTY, form -> {
            places.foundOut(form);
            return Map.of();
        });
    }

    @Bean
    FormHandler reviewPlace() {
        return new Step("review-place", places, this::toReview, this::checkReview, places::reviewed);
    }

    private Opening toReview(CentrePlace place) {
        return new Opening(
                details(place),
                Map.of(
                        "otherDays",
                        others(place, places.days(place))
                                .map(CentreForms::withFree)
                                .toList()),
                Map.of());
    }

    private List<FormHandler.FieldError> checkReview(CentrePlace place, Answers answers) {
        if (!answers.required("reviewAnswer").equals(CentrePlaces.CHANGE_DAY)) {
            return List.of();
        }
        if (others(place, places.days(place)).findAny().isEmpty()) {
            return List.of(new FormHandler.FieldError("reviewAnswer", "error.centre.noOtherDay"));
        }
        String day = answers.text("newDay");
        return day == null
                ? List.of(new FormHandler.FieldError("newDay", "error.centre.chooseDay"))
                : isFull(place, day)
                        ? List.of(new FormHandler.FieldError("newDay", "error.centre.dayIsFull"))
                        : List.of();
    }

    @Bean
    FormHandler arrangeMoreSupport() {
        return step(
                "arrange-more-support",
                place -> {
                    Map<String, Object> facts = new HashMap<>();
                    put(facts, "moreSupport", place.moreSupport());
                    return new Opening(Map.of(), Map.of(), facts);
                },
                form -> Map.of());
    }
}
