package org.waymark.insight.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;
import org.waymark.insight.WhatIf;
import org.waymark.insight.WhatIf.Answer;
import org.waymark.insight.WhatIf.Choice;
import org.waymark.insight.WhatIf.Kind;
import org.waymark.insight.WhatIf.Outcome;
import org.waymark.insight.WhatIf.Spread;
import org.waymark.web.FieldErrors;
import org.waymark.web.Words;

/** What would become of a wait with more or fewer staff or places. */
@Controller
class WhatIfController {

    private final WhatIf whatIf;
    private final CurrentViewer viewer;
    private final Words words;

    WhatIfController(WhatIf whatIf, CurrentViewer viewer, Words words) {
        this.whatIf = whatIf;
        this.viewer = viewer;
        this.words = words;
    }

    /** A step that can be chosen. */
    record Option(String value, String label) {}

    /** A wait, and between what it lies in nine of ten runs. */
    record Wait(String middle, String between) {}

    /** @param isNow whether this is how many there are */
    record Row(int servers, boolean isNow, Wait half, Wait nineOfTen) {}

    @GetMapping("/insight/what-if")
    ModelAndView ask(
            @RequestParam(required = false) @Nullable String step,
            @RequestParam(defaultValue = "") String of,
            Model model) {
        Viewer asking = viewer.get();
        List<Choice> choices = whatIf.choices(asking);
        model.addAttribute("step", step);
        model.addAttribute("enough", WhatIf.ENOUGH);
        model.addAttribute(
                "options",
                choices.stream()
                        .map(choice -> new Option(value(choice), label(choice)))
                        .toList());
        if (step == null || step.isBlank()) {
            model.addAttribute("step", about(choices, of));
            return new ModelAndView("insight/what-if", model.asMap());
        }
        Choice chosen = choices.stream()
                .filter(choice -> value(choice).equals(step))
                .findFirst()
                .orElse(null);
        if (chosen == null) {
            FieldErrors.show(model, Map.of("step", "Choose a step from the list"));
            return new ModelAndView("insight/what-if", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        show(whatIf.ask(asking, chosen), model);
        return new ModelAndView("insight/what-if", model.asMap());
    }

    /** What somebody who comes from the page of a step would choose: that step, where it costs most days of waiting. */
    private static @Nullable String about(List<Choice> choices, String step) {
        return choices.stream()
                .map(WhatIfController::value)
                .filter(value -> value.equals(step) || value.startsWith(step + ":"))
                .findFirst()
                .orElse(null);
    }

    private void show(Answer answer, Model model) {
        WhatIf.Measured measured = answer.measured();
        model.addAttribute("answer", answer);
        model.addAttribute("asked", label(answer.choice()));
        model.addAttribute(
                "rows",
                answer.outcomes().stream()
                        .map(outcome -> row(outcome, measured.servers()))
                        .toList());
        if (measured.half() != null && measured.nineOfTen() != null) {
            model.addAttribute("half", days(measured.half()));
            model.addAttribute("nineOfTen", days(measured.nineOfTen()));
        }
        if (measured.modelled() != null) {
            model.addAttribute("past", row(measured.modelled(), measured.servers()));
        }
        model.addAttribute("pace", days(measured.pace()));
        model.addAttribute("isPlaces", answer.choice().place().kind() == Kind.PLACES);
    }

    private Row row(Outcome outcome, int now) {
        return new Row(outcome.servers(), outcome.servers() == now, wait(outcome.half()), wait(outcome.nineOfTen()));
    }

    private Wait wait(Spread spread) {
        String low = days(spread.low());
        String high = days(spread.high());
        return new Wait(days(spread.middle()), low.equals(high) ? "the same in nine of ten runs" : low + " to " + high);
    }

    private String days(double days) {
        // To the minute first: what is left of an hour by the rounding of fractions is none.
        return words.span((int) Math.ceil(Math.round(days * 24 * 60) / 60.0));
    }

    private static String value(Choice choice) {
        return Stream.of(
                        choice.place().process(),
                        choice.place().element(),
                        choice.place().service())
                .filter(part -> part != null)
                .collect(Collectors.joining(":"));
    }

    private String label(Choice choice) {
        String service = choice.place().service();
        if (choice.place().kind() == Kind.PLACES) {
            return "Places of the " + words.code("Service", service == null ? "" : service);
        }
        return choice.name() + (service == null ? "" : ", " + words.code("Service", service)) + " ("
                + words.process(choice.place().process()) + ")";
    }
}
