package org.waymark.insight.web;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Measure;
import org.waymark.insight.Measures;
import org.waymark.insight.Measures.Behind;
import org.waymark.insight.Measures.Course;
import org.waymark.insight.Measures.Wrong;
import org.waymark.web.Words;

/** What the alliance measures of itself: all measures at a glance, each on its control chart, and who is behind a month. */
@Controller
@RequestMapping("/insight/measures")
class MeasuresController {

    private final Measures measures;
    private final MeasurePages pages;
    private final MeasurePage page;
    private final AlertPages alerts;
    private final CurrentViewer viewer;
    private final Words words;

    MeasuresController(
            Measures measures,
            MeasurePages pages,
            MeasurePage page,
            AlertPages alerts,
            CurrentViewer viewer,
            Words words) {
        this.measures = measures;
        this.pages = pages;
        this.page = page;
        this.alerts = alerts;
        this.viewer = viewer;
        this.words = words;
    }

    @GetMapping
    @Transactional
    String all(Model model) {
        Viewer asking = viewer.get();
        model.addAttribute("rows", pages.rows(measures.all(asking)));
        model.addAttribute("alerts", alerts.all(asking));
        model.addAttribute("countedAt", measures.countedAt(asking).orElse(null));
        return "insight/measures";
    }

    @GetMapping("/{key}")
    @Transactional
    String one(@PathVariable String key, Model model) {
        page.show(measure(key), Map.of(), Map.of(), model);
        return "insight/measure";
    }

    @GetMapping("/{key}/file")
    @Transactional
    ResponseEntity<byte[]> file(@PathVariable String key) {
        Course course = measures.of(viewer.get(), measure(key));
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(course.measure().key() + ".csv")
                                .build()
                                .toString())
                .body(pages.file(course));
    }

    @GetMapping("/{key}/months/{month}")
    @Transactional
    String behind(@PathVariable String key, @PathVariable String month, Model model) {
        Measure measure = measure(key);
        YearMonth asked = month(month).orElseThrow(NotVisible::new);
        Viewer asking = viewer.get();
        Behind behind = measures.behind(asking, measure, asked);
        model.addAttribute("name", pages.name(measure));
        model.addAttribute("month", MeasureFindings.month(asked));
        model.addAttribute("denominator", pages.say(measure, "denominator"));
        model.addAttribute("people", pages.people(asking, measure, behind));
        model.addAttribute("others", behind.others());
        model.addAttribute("backHref", MeasurePages.href(measure));
        return "insight/measure-month";
    }

    @PostMapping("/{key}/rebase")
    @Transactional
    ModelAndView rebase(
            @PathVariable String key,
            @RequestParam(defaultValue = "") String month,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes after) {
        Measure measure = measure(key);
        Optional<Wrong> wrong =
                measures.rebase(viewer.get(), measure, month(month).orElse(null), reason);
        String field = wrong.filter(one -> one == Wrong.NO_REASON || one == Wrong.TOO_LONG)
                        .isPresent()
                ? "reason"
                : "month";
        return answer(
                measure,
                wrong.map(one -> Map.of(field, words.of(one))),
                Map.of("month", month, "reason", reason),
                "Mean and limits are worked out anew from that month.",
                model,
                after);
    }

    @PostMapping("/{key}/rebases/{id}/take-back")
    @Transactional
    String takeBack(@PathVariable String key, @PathVariable long id, RedirectAttributes after) {
        Measure measure = measure(key);
        measures.takeBackRebase(viewer.get(), measure, id);
        after.addFlashAttribute("done", "Taken back. It stays on record with its reason.");
        return "redirect:" + MeasurePages.href(measure);
    }

    @PostMapping("/{key}/target")
    @Transactional
    ModelAndView target(
            @PathVariable String key,
            @RequestParam(defaultValue = "") String value,
            @RequestParam(defaultValue = "") String source,
            Model model,
            RedirectAttributes after) {
        Measure measure = measure(key);
        Optional<Double> typed = MeasurePages.typed(measure, value);
        // Asked for also without a number, so that whoever may not set one is refused before anything is said.
        Optional<Wrong> wrong = typed.isPresent()
                ? measures.setTarget(viewer.get(), measure, typed.get(), source)
                : measures.setTarget(viewer.get(), measure, Double.NaN, source).map(none -> Wrong.NO_VALUE);
        String field = wrong.filter(one -> one == Wrong.NO_SOURCE || one == Wrong.TOO_LONG)
                        .isPresent()
                ? "source"
                : "value";
        return answer(
                measure,
                wrong.map(one -> Map.of(field, words.of(one))),
                Map.of("value", value, "source", source),
                "The target is set.",
                model,
                after);
    }

    @PostMapping("/{key}/target/none")
    @Transactional
    String noTarget(@PathVariable String key, RedirectAttributes after) {
        Measure measure = measure(key);
        measures.setTarget(viewer.get(), measure, null, "");
        after.addFlashAttribute("done", "The measure has no target any more.");
        return "redirect:" + MeasurePages.href(measure);
    }

    @PostMapping("/{key}/list-size")
    @Transactional
    ModelAndView listSize(
            @PathVariable String key,
            @RequestParam(defaultValue = "") String size,
            @RequestParam(defaultValue = "") String asOf,
            @RequestParam(defaultValue = "") String listSource,
            Model model,
            RedirectAttributes after) {
        Measure measure = measure(key);
        if (measure != Measure.REGISTER_SIZE) {
            throw new NotVisible();
        }
        Optional<Wrong> wrong = measures.setListSize(viewer.get(), whole(size), day(asOf), listSource);
        String field = wrong.map(one -> switch (one) {
                    case NO_SIZE -> "size";
                    case NO_DAY, IN_THE_FUTURE -> "asOf";
                    default -> "listSource";
                })
                .orElse("");
        return answer(
                measure,
                wrong.map(one -> Map.of(field, words.of(one))),
                Map.of("size", size, "asOf", asOf, "listSource", listSource),
                "The list size is kept, and counts from the month of its day on.",
                model,
                after);
    }

    private ModelAndView answer(
            Measure measure,
            Optional<Map<String, String>> errors,
            Map<String, String> typed,
            String done,
            Model model,
            RedirectAttributes after) {
        if (errors.isPresent()) {
            page.show(measure, errors.get(), typed, model);
            return new ModelAndView("insight/measure", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        after.addFlashAttribute("done", done);
        return new ModelAndView("redirect:" + MeasurePages.href(measure));
    }

    static Measure measure(String key) {
        return Measure.ofKey(key).orElseThrow(NotVisible::new);
    }

    private static Optional<YearMonth> month(String text) {
        try {
            // Years of more than four digits are read as well, and no database has them.
            return Optional.of(YearMonth.parse(text)).filter(month -> month.getYear() > 0 && month.getYear() < 9_999);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static @Nullable LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text.strip());
            return day.getYear() > 0 ? day : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Long whole(String text) {
        String bare = text.replaceAll("[\\s,]", "");
        return bare.matches("[0-9]{1,9}") ? (Long) Long.parseLong(bare) : null;
    }
}
