package org.waymark.insight.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks;
import org.waymark.insight.Bottlenecks.Choices;
import org.waymark.insight.Crowd;
import org.waymark.insight.Question;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.FieldErrors;

/** Every question about the flow that takes the usual filter: its page, its file, and the people behind its numbers. */
@Controller
@RequestMapping("/insight")
class AnswersController {

    private final Map<String, Answering> answering;
    private final Bottlenecks bottlenecks;
    private final AnswerPages pages;
    private final CurrentViewer viewer;
    private final WaymarkClock clock;

    AnswersController(
            List<Answering> answering,
            Bottlenecks bottlenecks,
            AnswerPages pages,
            CurrentViewer viewer,
            WaymarkClock clock) {
        this.answering = answering.stream().collect(Collectors.toMap(Answering::name, Function.identity()));
        this.bottlenecks = bottlenecks;
        this.pages = pages;
        this.viewer = viewer;
        this.clock = clock;
    }

    @GetMapping("/{name:[a-z-]+}")
    @Transactional
    ModelAndView page(@PathVariable String name, Filter typed, Model model) {
        Viewer asking = viewer.get();
        Answering one = one(name);
        Filter filter = typed.of(one.usualModel());
        Question question = read(asking, one, filter, model);
        model.addAttribute("title", pages.title(name));
        if (question == null) {
            return new ModelAndView("insight/answer", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        model.addAttribute("backHref", typed.at("/insight"));
        pages.answer(model, name, one.answer(asking, question, filter), filter.at("/insight/" + name + ".csv"));
        return new ModelAndView("insight/answer", model.asMap());
    }

    @GetMapping("/{name:[a-z-]+}.csv")
    @Transactional
    ResponseEntity<byte[]> file(@PathVariable String name, Filter typed, Model model) {
        Viewer asking = viewer.get();
        Answering one = one(name);
        Filter filter = typed.of(one.usualModel());
        Question question = read(asking, one, filter, model);
        return question == null
                ? AnswerPages.wrong(typed.at("/insight/" + name))
                : pages.file(name, question, one.answer(asking, question, filter));
    }

    @GetMapping("/{name:[a-z-]+}/people")
    @Transactional
    String people(
            @PathVariable String name,
            Filter typed,
            @RequestParam String of,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        Viewer asking = viewer.get();
        Answering one = one(name);
        Filter filter = typed.of(one.usualModel());
        Question question = read(asking, one, filter, model);
        if (question == null) {
            throw new NotVisible();
        }
        Crowd crowd = one.people(asking, question, of, after);
        String here = "/insight/" + name;
        pages.crowd(
                model,
                asking,
                crowd,
                one.heading(question, of),
                filter.at(here),
                crowd.next() == null ? null : filter.at(here + "/people", "of", of, "after", crowd.next()));
        return "insight/people";
    }

    private Answering one(String name) {
        Answering one = answering.get(name);
        if (one == null) {
            throw new NotVisible();
        }
        return one;
    }

    /** Null when something in the filter is wrong; what, stands in the model then. */
    private @Nullable Question read(Viewer asking, Answering one, Filter filter, Model model) {
        Choices choices = bottlenecks.choices(asking, filter.process());
        Filter.Read read = filter.read(clock.today(), one.usualDays(), choices);
        Question question = read.question();
        Set<String> fields = one.fields();
        model.addAttribute("filter", filter);
        model.addAttribute("isOfOneModel", one.usualModel() != null);
        pages.filter(
                model,
                "/insight/" + one.name(),
                fields,
                choices,
                question,
                fields.contains("period") ? AnswerPages.days(filter, question) : List.of());
        FieldErrors.show(model, read.errors());
        return question;
    }
}
