package org.waymark.insight.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks;
import org.waymark.insight.Bottlenecks.Choices;
import org.waymark.insight.Bottlenecks.Here;
import org.waymark.insight.Bottlenecks.Step;
import org.waymark.insight.EventLog;
import org.waymark.insight.EventLog.Extent;
import org.waymark.insight.EventLog.Format;
import org.waymark.insight.Question;
import org.waymark.insight.StepByService;
import org.waymark.insight.web.WaitPages.Order;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.FieldErrors;

/** Where people wait: every step with its times, the model drawn with them, and who stands at a step now. */
@Controller
@RequestMapping("/insight")
class InsightController {

    private static final Map<Format, String> TYPES = Map.of(
            Format.XES, "application/xml", Format.OCEL, "application/json", Format.CSV, "text/csv;charset=UTF-8");

    private static final Map<Format, String> SUFFIXES =
            Map.of(Format.XES, ".xes", Format.OCEL, ".jsonocel", Format.CSV, ".csv");

    /** So many steps are shown first: a manager begins with the worst. */
    private static final int SHOWN_FIRST = 10;

    private static final Set<String> FIELDS =
            Set.of("period", "process", "version", "organisation", "team", "service", "stage", "code", "order");

    /** What of the filter the page of a step does not say anyway. */
    private static final Set<String> NARROWING = Set.of("version", "organisation", "team", "stage", "code");

    private final Bottlenecks bottlenecks;
    private final StepByService byService;
    private final EventLog eventLog;
    private final WaitPages pages;
    private final AnswerPages answers;
    private final MoreQuestions questions;
    private final CurrentViewer viewer;
    private final WaymarkClock clock;

    InsightController(
            Bottlenecks bottlenecks,
            StepByService byService,
            EventLog eventLog,
            WaitPages pages,
            AnswerPages answers,
            MoreQuestions questions,
            CurrentViewer viewer,
            WaymarkClock clock) {
        this.bottlenecks = bottlenecks;
        this.byService = byService;
        this.answers = answers;
        this.questions = questions;
        this.eventLog = eventLog;
        this.pages = pages;
        this.viewer = viewer;
        this.clock = clock;
    }

    @GetMapping
    @Transactional
    ModelAndView waits(Filter filter, @RequestParam(defaultValue = "false") boolean all, Model model) {
        Viewer asking = viewer.get();
        Question question = read(asking, filter, model);
        if (question == null) {
            model.addAttribute("rows", List.of());
            return new ModelAndView("insight/waits", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        List<Step> steps = pages.sorted(asking, question, Order.of(filter.order()));
        model.addAttribute("sentence", pages.sentence(question, steps));
        boolean isCut = !all && steps.size() > SHOWN_FIRST;
        model.addAttribute("rows", pages.rows(isCut ? steps.subList(0, SHOWN_FIRST) : steps, filter));
        model.addAttribute("steps", steps.size());
        model.addAttribute("allHref", isCut ? filter.at("/insight", "all", "true") : null);
        model.addAttribute("more", questions.all(filter));
        model.addAttribute("downloadHref", filter.at("/insight/steps.csv"));
        if (question.process() != null && !steps.isEmpty()) {
            model.addAttribute("drawingHref", filter.at("/insight/models/" + question.process()));
            model.addAttribute("heat", pages.heat(steps));
            model.addAttribute("ofModel", questions.aboutAModel(filter));
        }
        return new ModelAndView("insight/waits", model.asMap());
    }

    /** The same for one version of a model, as Cockpit shows it beside its own drawing. */
    @GetMapping("/cockpit/{model}")
    @Transactional
    String cockpit(
            @PathVariable("model") String process,
            @RequestParam(required = false) @Nullable String version,
            Model model) {
        Viewer asking = viewer.get();
        Filter filter = Filter.ofModel(process, version);
        Question question =
                filter.read(clock.today(), bottlenecks.choices(asking, process)).question();
        if (question == null) {
            throw new NotVisible();
        }
        List<Step> steps = pages.sorted(asking, question, Order.LONGEST);
        model.addAttribute("sentence", pages.sentence(question, steps));
        model.addAttribute("rows", pages.rows(steps, filter));
        model.addAttribute("heat", pages.heat(steps));
        model.addAttribute("waitsHref", filter.at("/insight"));
        return "insight/cockpit";
    }

    @GetMapping("/steps.csv")
    @Transactional
    ResponseEntity<byte[]> file(Filter filter, Model model) {
        Viewer asking = viewer.get();
        Question question = read(asking, filter, model);
        if (question == null) {
            return AnswerPages.wrong(filter.at("/insight"));
        }
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("waits-" + question.from() + "-" + question.to() + ".csv")
                                .build()
                                .toString())
                .body(pages.file(pages.sorted(asking, question, Order.of(filter.order()))));
    }

    @GetMapping("/steps/{model}/{element}")
    @Transactional
    ModelAndView step(@PathVariable("model") String process, @PathVariable String element, Filter filter, Model model) {
        Viewer asking = viewer.get();
        Question question = read(asking, filter, model);
        if (question == null) {
            throw new NotVisible();
        }
        Question ofStep = question.of(process);
        model.addAttribute("only", answers.chosen(question, NARROWING, bottlenecks.choices(asking, filter.process())));
        Step step = bottlenecks.step(asking, ofStep, element).orElseThrow(NotVisible::new);
        Here here = bottlenecks.here(asking, ofStep, element);
        model.addAttribute("step", step);
        model.addAttribute("question", question);
        model.addAttribute("period", pages.period(question));
        model.addAttribute(
                "whatIf", process + ":" + element + (question.service() == null ? "" : ":" + question.service()));
        model.addAttribute("row", pages.rows(List.of(step), filter).get(0));
        model.addAttribute("people", pages.people(asking, here));
        model.addAttribute("others", here.others());
        model.addAttribute("parts", pages.parts(byService.of(asking, ofStep, element), step, question, filter));
        model.addAttribute("allServicesHref", pages.ofAllServices(step, question, filter));
        model.addAttribute("backHref", filter.at("/insight"));
        return new ModelAndView("insight/step", model.asMap());
    }

    @GetMapping(value = "/event-log", params = "!format")
    @Transactional
    ModelAndView eventLogPage(Filter filter, Model model) {
        Viewer asking = viewer.get();
        eventLog.requireReader(asking);
        boolean isWrong = read(asking, filter, model) == null;
        model.addAttribute("backHref", isWrong ? "/insight" : filter.at("/insight"));
        return new ModelAndView("insight/event-log", model.asMap(), isWrong ? HttpStatus.BAD_REQUEST : HttpStatus.OK);
    }

    @GetMapping(value = "/event-log", params = "format")
    @Transactional
    void eventLog(
            @RequestParam String format,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "false") boolean shifted,
            HttpServletResponse response)
            throws IOException {
        Viewer asking = viewer.get();
        eventLog.requireReader(asking);
        Format chosen = Stream.of(Format.values())
                .filter(one -> one.name().toLowerCase(Locale.UK).equals(format))
                .findFirst()
                .orElseThrow(NotVisible::new);
        Filter.Read read = new Filter(from, to, null, null, null, null, null, null, null, null, null)
                .read(clock.today(), bottlenecks.choices(asking, null));
        Question question = read.question();
        if (question == null) {
            response.sendRedirect(new Filter(from, to, null, null, null, null, null, null, null, null, null)
                    .at("/insight/event-log"));
            return;
        }
        response.setContentType(TYPES.get(chosen));
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("event-log-" + question.from() + "-" + question.to() + SUFFIXES.get(chosen))
                        .build()
                        .toString());
        eventLog.write(asking, chosen, new Extent(question.from(), question.to(), shifted), response.getOutputStream());
    }

    @GetMapping(value = "/models/{model}", produces = MediaType.APPLICATION_XML_VALUE)
    @Transactional
    @ResponseBody
    String drawing(@PathVariable("model") String process, @RequestParam(required = false) @Nullable Integer version) {
        return bottlenecks.drawing(viewer.get(), process, version).orElseThrow(NotVisible::new);
    }

    /** Null when something in the filter is wrong; what, stands in the model then. */
    private @Nullable Question read(Viewer asking, Filter filter, Model model) {
        Choices choices = bottlenecks.choices(asking, filter.process());
        Filter.Read read = filter.read(clock.today(), choices);
        Question question = read.question();
        model.addAttribute("filter", filter);
        model.addAttribute("order", Order.of(filter.order()).name());
        answers.filter(model, "/insight", FIELDS, choices, question, AnswerPages.days(filter, question));
        FieldErrors.show(model, read.errors());
        return question;
    }
}
