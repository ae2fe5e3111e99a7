package org.waymark.pathway.web;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.assessment.Levels;
import org.waymark.assessment.StagesOverTime;
import org.waymark.assessment.StagesOverTime.Confirmed;
import org.waymark.assessment.StagesOverTime.Course;
import org.waymark.assessment.StagesOverTime.Move;
import org.waymark.assessment.StagesOverTime.Said;
import org.waymark.assessment.StagesOverTime.Voice;
import org.waymark.audit.AuditTrail;
import org.waymark.decisions.KeptDecisions;
import org.waymark.decisions.KeptDecisions.KeptEvaluation;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.Pathways;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.web.RatersChart;
import org.waymark.web.RatersChart.Series;
import org.waymark.web.RatersChart.Value;
import org.waymark.web.Words;

/** How stages, levels and strain went, by whoever said so, with pace, what stands out and the next review. */
@Controller
class StagesController {

    private static final List<String> STRAINS_FROM_THE_TOP = topDown(StagesOverTime.STRAINS);

    private final StagesOverTime stages;
    private final Pathways pathways;
    private final People people;
    private final KeptDecisions decisions;
    private final WhyInWords inWords;
    private final RatersChart chart;
    private final Directory directory;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final Words words;
    private final MessageSourceAccessor messages;

    StagesController(
            StagesOverTime stages,
            Pathways pathways,
            People people,
            KeptDecisions decisions,
            WhyInWords inWords,
            RatersChart chart,
            Directory directory,
            CurrentViewer viewer,
            AuditTrail audit,
            WaymarkClock clock,
            Words words,
            MessageSource messages) {
        this.stages = stages;
        this.pathways = pathways;
        this.people = people;
        this.decisions = decisions;
        this.inWords = inWords;
        this.chart = chart;
        this.directory = directory;
        this.viewer = viewer;
        this.audit = audit;
        this.clock = clock;
        this.words = words;
        this.messages = new MessageSourceAccessor(messages);
    }

    /** Something that must not be overlooked, told apart by its shape as well. */
    record Finding(String mark, String tone, String text) {}

    /** One thing that was said or confirmed on a day. */
    record Row(
            String on,
            String who,
            boolean isConfirmed,
            @Nullable String level,
            @Nullable String stage,
            @Nullable String strain,
            @Nullable String mark,
            @Nullable String whyHref) {}

    /** The next review and what its date follows from. */
    record Review(@Nullable String on, boolean isOverdue, boolean isEarlier, WhyInWords.@Nullable Why why) {}

    private record At(Instant at, Row row) {}

    @GetMapping("/people/{ref}/stages")
    @Transactional
    String stages(@PathVariable String ref, Model model) {
        PathwayRef pathwayRef = PersonController.ref(ref);
        Viewer asking = viewer.get();
        Course course = stages.of(asking, pathwayRef);
        Pathway pathway = pathways.view(asking, pathwayRef);
        Person person = people.view(asking, pathwayRef);
        audit.record(asking.username(), "stages.viewed", pathwayRef, null);
        Review review = review(asking, pathway, person);
        model.addAttribute("pathwayRef", ref);
        model.addAttribute("name", person.fullName());
        model.addAttribute("isOpen", pathway.isOpen());
        model.addAttribute("review", review);
        model.addAttribute("findings", findings(course, review, person));
        model.addAttribute("pace", pace(course.stages()));
        model.addAttribute(
                "confirmedOn", course.stages().stream().map(Confirmed::on).toList());
        model.addAttribute(
                "confirmed",
                course.stages().stream().map(one -> one.stage().name()).toList());
        model.addAttribute("levels", chart(Levels.IN_ORDER, course, person, Said::level));
        model.addAttribute("strains", chart(STRAINS_FROM_THE_TOP, course, person, Said::strain));
        model.addAttribute("rows", rows(ref, course, person));
        return "pathway/stages";
    }

    private static List<String> topDown(List<String> order) {
        var reversed = new ArrayList<>(order);
        Collections.reverse(reversed);
        return List.copyOf(reversed);
    }

    private Review review(Viewer asking, Pathway pathway, Person person) {
        Instant due = pathway.reviewDueAt();
        if (due == null) {
            return new Review(null, false, false, null);
        }
        Optional<KeptEvaluation> asked = decisions.latestOf(asking, pathway.ref(), "review-interval");
        boolean isEarlier = asked.filter(kept -> day(due).isBefore(day(kept.at())
                        .plusDays(((Number) requireNonNullElse(kept.evaluation().single("reviewInDays"), 0))
                                .longValue())))
                .isPresent();
        return new Review(
                words.day(due),
                due.isBefore(clock.instant()),
                isEarlier,
                asked.map(kept -> inWords.why(kept, person, List.of())).orElse(null));
    }

    private List<Finding> findings(Course course, Review review, Person person) {
        var findings = new ArrayList<Finding>();
        if (review.isOverdue()) {
            findings.add(
                    new Finding(RatersChart.mark("square"), "red", say("stages.overdue", String.valueOf(review.on()))));
        }
        Map<Voice, String> latest = new LinkedHashMap<>();
        course.said().stream()
                .filter(one -> one.strain() != null)
                .forEach(one -> latest.put(one.voice(), strain(one.strain()).toLowerCase(java.util.Locale.UK)));
        course.strainIsRising().stream()
                .map(voice -> new Finding(
                        RatersChart.mark("triangle"),
                        "red",
                        voice.rater() == null
                                ? say("stages.risingReview", latest.getOrDefault(voice, ""))
                                : say("stages.rising", who(voice, person), latest.getOrDefault(voice, ""))))
                .sorted(Comparator.comparing(Finding::text))
                .forEach(findings::add);
        course.stages().stream()
                .filter(one -> one.move() == Move.SKIPPED)
                .map(one -> new Finding(
                        RatersChart.mark("diamond"),
                        "amber",
                        say("stages.skipped", stage(before(one)), stage(one)) + ", " + words.day(one.on())))
                .forEach(findings::add);
        return findings;
    }

    /** What was, in sentences. */
    private List<String> pace(List<Confirmed> confirmed) {
        var sentences = new ArrayList<String>();
        for (Confirmed one : confirmed) {
            Confirmed before = one.before();
            sentences.add(say(
                    "stages.move." + one.move(),
                    before == null ? "" : stage(before),
                    stage(one),
                    before == null ? "" : words.span(before.on(), one.on()),
                    words.day(one.on())));
        }
        if (!confirmed.isEmpty()) {
            Confirmed since = confirmed.get(confirmed.size() - 1);
            while (since.move() == Move.SAME && since.before() != null) {
                since = since.before();
            }
            if (since.on().isBefore(clock.today())) {
                sentences.add(say(
                        "stages.since", stage(since), words.span(since.on(), clock.today()), words.day(since.on())));
            }
        }
        if (confirmed.size() == 1) {
            sentences.add(say("stages.one"));
        }
        return sentences;
    }

    private static Confirmed before(Confirmed one) {
        return requireNonNullElse(one.before(), one);
    }

    private RatersChart.@Nullable Drawing chart(
            List<String> scale, Course course, Person person, Function<Said, @Nullable String> what) {
        Map<Voice, List<Value>> values = new LinkedHashMap<>();
        for (Said one : course.said()) {
            String value = what.apply(one);
            if (value != null) {
                values.computeIfAbsent(one.voice(), unheard -> new ArrayList<>())
                        .add(new Value(day(one.at()), value));
            }
        }
        return values.isEmpty()
                ? null
                : chart.of(
                        scale,
                        values.entrySet().stream()
                                .map(voice -> new Series(who(voice.getKey(), person), voice.getValue()))
                                .toList());
    }

    private List<Row> rows(String ref, Course course, Person person) {
        var rows = new ArrayList<At>();
        for (Said one : course.said()) {
            rows.add(new At(
                    one.at(),
                    new Row(
                            words.day(one.at()),
                            who(one.voice(), person),
                            false,
                            one.level(),
                            null,
                            one.strain() == null ? null : strain(one.strain()),
                            one.hasStrainRisen() ? "RISEN_STRAIN" : null,
                            null)));
        }
        for (Confirmed one : course.stages()) {
            rows.add(new At(
                    one.at(),
                    new Row(
                            words.day(one.at()),
                            name(one.by()),
                            true,
                            one.level(),
                            stage(one),
                            null,
                            one.move() == Move.SKIPPED || one.move() == Move.FALLEN
                                    ? one.move().name()
                                    : null,
                            "/people/" + ref + "/why/stage/" + one.assessmentId())));
        }
        return rows.stream()
                .sorted(Comparator.comparing(At::at).reversed())
                .map(At::row)
                .toList();
    }

    private String who(Voice voice, Person person) {
        return voice.rater() == null
                ? say("stages.atReviews")
                : inWords.rater(voice.rater(), voice.carer(), voice.organisation(), person);
    }

    private String stage(Confirmed one) {
        return words.code("Stage", one.stage().name());
    }

    private String strain(@Nullable String strain) {
        return words.code("CarerStrain", strain);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, WorkingDays.ZONE);
    }

    private String name(String username) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::displayName)
                .orElse(username);
    }

    private String say(String key, String... arguments) {
        return messages.getMessage(key, arguments);
    }
}
