package org.waymark.insight.web;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;
import org.waymark.insight.Measure;
import org.waymark.insight.MeasureAlerts;
import org.waymark.insight.MeasureAlerts.Alert;
import org.waymark.insight.MeasureAlerts.Rhythm;
import org.waymark.insight.MeasureAlerts.Wrong;
import org.waymark.web.FieldErrors;
import org.waymark.web.Words;

/** Where alerts on measures are set, changed and stopped, and where their readers say that they have seen what was told. */
@Controller
@RequestMapping("/insight")
class AlertsController {

    private final MeasureAlerts alerts;
    private final AlertPages pages;
    private final MeasurePages measures;
    private final MeasurePage page;
    private final CurrentViewer viewer;
    private final Words words;

    AlertsController(
            MeasureAlerts alerts,
            AlertPages pages,
            MeasurePages measures,
            MeasurePage page,
            CurrentViewer viewer,
            Words words) {
        this.alerts = alerts;
        this.pages = pages;
        this.measures = measures;
        this.page = page;
        this.viewer = viewer;
        this.words = words;
    }

    @PostMapping("/measures/{key}/alerts")
    @Transactional
    ModelAndView set(
            @PathVariable String key,
            @RequestParam(defaultValue = "") String threshold,
            @RequestParam(defaultValue = "") String reader,
            @RequestParam(defaultValue = "") String rhythm,
            Model model,
            RedirectAttributes after) {
        Measure measure = MeasuresController.measure(key);
        Optional<Wrong> wrong = alerts.set(
                viewer.get(), measure, MeasurePages.typed(measure, threshold).orElse(null), reader, rhythm(rhythm));
        if (wrong.isPresent()) {
            page.show(measure, errors(wrong.get()), typed(threshold, reader, rhythm), model);
            return new ModelAndView("insight/measure", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        after.addFlashAttribute("done", "The alert is set. What it tells appears on the worklist of whoever reads it.");
        return new ModelAndView("redirect:" + MeasurePages.href(measure));
    }

    @GetMapping("/alerts/{id}")
    @Transactional
    String one(@PathVariable UUID id, Model model) {
        Alert alert = alerts.one(viewer.get(), id);
        show(
                alert,
                typed(
                        MeasurePages.forField(alert.measure(), alert.threshold()),
                        alert.reader(),
                        alert.rhythm().name()),
                Map.of(),
                model);
        return "insight/alert";
    }

    @PostMapping("/alerts/{id}")
    @Transactional
    ModelAndView change(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String threshold,
            @RequestParam(defaultValue = "") String reader,
            @RequestParam(defaultValue = "") String rhythm,
            Model model,
            RedirectAttributes after) {
        Alert alert = alerts.one(viewer.get(), id);
        Optional<Wrong> wrong = alerts.change(
                viewer.get(), id, MeasurePages.typed(alert.measure(), threshold).orElse(null), reader, rhythm(rhythm));
        if (wrong.isPresent()) {
            show(alert, typed(threshold, reader, rhythm), errors(wrong.get()), model);
            return new ModelAndView("insight/alert", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        after.addFlashAttribute("done", "The alert is changed.");
        return new ModelAndView("redirect:" + MeasurePages.href(alert.measure()));
    }

    @PostMapping("/alerts/{id}/stop")
    @Transactional
    String stop(@PathVariable UUID id, RedirectAttributes after) {
        Alert alert = alerts.one(viewer.get(), id);
        alerts.stop(viewer.get(), id);
        after.addFlashAttribute("done", "The alert is stopped. Nobody is told by it any more.");
        return "redirect:" + MeasurePages.href(alert.measure());
    }

    @PostMapping("/alerts/{id}/seen")
    @Transactional
    String seen(@PathVariable UUID id) {
        alerts.seen(viewer.get(), id);
        return "redirect:/worklist";
    }

    private void show(Alert alert, Map<String, String> typed, Map<String, String> errors, Model model) {
        Viewer asking = viewer.get();
        model.addAttribute("measure", alert.measure());
        model.addAttribute("name", measures.name(alert.measure()));
        model.addAttribute("backHref", MeasurePages.href(alert.measure()));
        model.addAttribute("action", "/insight/alerts/" + alert.id());
        model.addAttribute("readers", pages.readers(asking));
        model.addAttribute("rhythms", pages.rhythms());
        model.addAttribute("typed", typed);
        FieldErrors.show(model, errors);
    }

    private Map<String, String> errors(Wrong wrong) {
        String field =
                switch (wrong) {
                    case NO_VALUE, NOT_A_SHARE, NOT_A_TIME -> "threshold";
                    case NO_READER -> "reader";
                    case NO_RHYTHM -> "rhythm";
                };
        return Map.of(field, words.of(wrong));
    }

    private static Map<String, String> typed(String threshold, String reader, String rhythm) {
        return Map.of("threshold", threshold, "reader", reader, "rhythm", rhythm);
    }

    private static @Nullable Rhythm rhythm(String code) {
        return Stream.of(Rhythm.values())
                .filter(one -> one.name().equals(code))
                .findFirst()
                .orElse(null);
    }
}
