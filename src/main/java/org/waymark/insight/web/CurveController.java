package org.waymark.insight.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks;
import org.waymark.insight.Bottlenecks.Choices;
import org.waymark.insight.Milestone;
import org.waymark.insight.Question;
import org.waymark.insight.WaitsBetween;
import org.waymark.insight.WaitsBetween.Outcome;
import org.waymark.insight.WaitsBetween.Span;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.FieldErrors;

/** The time from one milestone to another as a curve that counts those who still wait. */
@Controller
@RequestMapping("/insight")
class CurveController {

    private static final String NAME = "curve";
    private static final Set<String> FIELDS = Set.of("period", "organisation", "team", "service", "stage", "code");

    private final Bottlenecks bottlenecks;
    private final WaitsBetween waits;
    private final CurveAnswer answers;
    private final AnswerPages pages;
    private final CurrentViewer viewer;
    private final WaymarkClock clock;

    CurveController(
            Bottlenecks bottlenecks,
            WaitsBetween waits,
            CurveAnswer answers,
            AnswerPages pages,
            CurrentViewer viewer,
            WaymarkClock clock) {
        this.bottlenecks = bottlenecks;
        this.waits = waits;
        this.answers = answers;
        this.pages = pages;
        this.viewer = viewer;
        this.clock = clock;
    }

    @GetMapping("/curve")
    @Transactional
    ModelAndView curve(CurveFilter filter, Model model) {
        Viewer asking = viewer.get();
        Span span = read(asking, filter, model);
        model.addAttribute("title", pages.title(NAME));
        if (span == null) {
            return new ModelAndView("insight/answer", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        pages.answer(
                model, NAME, answers.of(span, waits.between(asking, span), filter), filter.at("/insight/curve.csv"));
        return new ModelAndView("insight/answer", model.asMap());
    }

    @GetMapping("/curve.csv")
    @Transactional
    ResponseEntity<byte[]> file(CurveFilter filter, Model model) {
        Viewer asking = viewer.get();
        Span span = read(asking, filter, model);
        return span == null
                ? AnswerPages.wrong(filter.at("/insight/curve"))
                : pages.file(NAME, span.within(), answers.of(span, waits.between(asking, span), filter));
    }

    @GetMapping("/curve/people")
    @Transactional
    String people(
            CurveFilter filter,
            @RequestParam String of,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        Viewer asking = viewer.get();
        Span span = read(asking, filter, model);
        Outcome outcome = Stream.of(Outcome.values())
                .filter(one -> one.name().equals(of))
                .findFirst()
                .orElseThrow(NotVisible::new);
        if (span == null) {
            throw new NotVisible();
        }
        var crowd = waits.people(asking, span, outcome, after);
        pages.crowd(
                model,
                asking,
                crowd,
                answers.heading(span, outcome),
                filter.at("/insight/curve"),
                crowd.next() == null ? null : filter.at("/insight/curve/people", "of", of, "after", crowd.next()));
        return "insight/people";
    }

    private @Nullable Span read(Viewer asking, CurveFilter filter, Model model) {
        Choices choices = bottlenecks.choices(asking, null);
        Filter.Read read = filter.period().read(clock.today(), choices);
        Map<String, String> errors = new LinkedHashMap<>();
        Milestone from = milestone("from", filter.from(), Milestone.REFERRAL_RECEIVED, errors);
        Milestone to = milestone("to", filter.to(), Milestone.WELCOME_CONTACT_MADE, errors);
        if (from == to && errors.isEmpty()) {
            errors.put("to", "Choose another milestone than the one that it begins with");
        } else if (to == Milestone.DIAGNOSED) {
            errors.put("to", "Nothing leads to a diagnosis here: choose a milestone after it");
        }
        read.errors().forEach((field, error) -> errors.put(dayOf(field), error));
        Question question = read.question();
        if (question != null && question.service() != null && !from.isOfService() && !to.isOfService()) {
            errors.put("service", "Neither milestone belongs to a service: leave it out, or choose one of a referral");
        }
        model.addAttribute("filter", filter);
        model.addAttribute("fromList", pages.milestones(Stream.of(Milestone.values())));
        model.addAttribute(
                "toList", pages.milestones(Stream.of(Milestone.values()).filter(one -> one != Milestone.DIAGNOSED)));
        model.addAttribute("fromChosen", from.code());
        model.addAttribute("toChosen", to.code());
        pages.filter(
                model,
                "/insight/curve",
                FIELDS,
                choices,
                question,
                List.of(
                        AnswerPages.day(
                                "since", "Begun from", filter.since(), question == null ? null : question.from()),
                        AnswerPages.day(
                                "until", "Begun up to", filter.until(), question == null ? null : question.to())));
        FieldErrors.show(model, errors);
        return errors.isEmpty() && question != null ? new Span(from, to, question) : null;
    }

    private static String dayOf(String field) {
        return "from".equals(field) ? "since" : "to".equals(field) ? "until" : field;
    }

    private static Milestone milestone(
            String field, @Nullable String typed, Milestone usual, Map<String, String> errors) {
        if (typed == null || typed.isBlank()) {
            return usual;
        }
        Optional<Milestone> known = Milestone.of(typed);
        if (known.isEmpty()) {
            errors.put(field, "Choose a milestone from the list");
        }
        return known.orElse(usual);
    }
}
