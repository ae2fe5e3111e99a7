package org.waymark.worklist.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormHandler.FieldError;
import org.waymark.forms.FormView;
import org.waymark.forms.Forms;
import org.waymark.forms.Forms.Checked;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.Words;
import org.waymark.workflow.Pauses;
import org.waymark.workflow.Pauses.Reason;
import org.waymark.workflow.Pauses.Terms;
import org.waymark.workflow.WorkItem;

/** Lets the clock of a task stand still, and go on. */
@Controller
@RequestMapping("/tasks/{id}")
class PauseController {

    private static final String FORM = "pause-clock";
    private static final String TASK = "redirect:/tasks/{id}";

    private final TaskPages pages;
    private final Pauses pauses;
    private final Forms forms;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final Words words;
    private final Subjects subjects;
    private final Sentences sentences;

    PauseController(
            TaskPages pages,
            Pauses pauses,
            Forms forms,
            CurrentViewer viewer,
            AuditTrail audit,
            WaymarkClock clock,
            Words words,
            Subjects subjects,
            Sentences sentences) {
        this.pages = pages;
        this.pauses = pauses;
        this.forms = forms;
        this.viewer = viewer;
        this.audit = audit;
        this.clock = clock;
        this.words = words;
        this.subjects = subjects;
        this.sentences = sentences;
    }

    @GetMapping("/pause")
    ModelAndView form(@PathVariable String id) {
        WorkItem item = pages.found(viewer.get(), id);
        if (!pauses.mayPause(viewer.get(), item)) {
            return new ModelAndView(TASK);
        }
        audit.record(viewer.get().username(), "task.viewed", item.pathway(), item.taskId());
        return page(item, forms.blank(FORM, context(pauses.terms(item))));
    }

    @PostMapping("/pause")
    ModelAndView pause(
            @PathVariable String id, @RequestParam MultiValueMap<String, String> parameters, RedirectAttributes flash) {
        Viewer asking = viewer.get();
        WorkItem item = pages.found(asking, id);
        Terms terms = pauses.terms(item);
        Checked checked = checked(terms, parameters);
        if (!checked.isValid()) {
            ModelAndView page = page(item, checked.view());
            page.setStatus(HttpStatus.BAD_REQUEST);
            return page;
        }
        Answers answers = checked.answers();
        LocalDate until = Objects.requireNonNull(answers.date("until"));
        try {
            pauses.pause(asking, id, Reason.valueOf(answers.required("reason")), answers.text("note"), until);
            flash.addFlashAttribute("done", sentences.say("pause.done", item.name(), words.day(until)));
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", sentences.refused(refused));
        }
        return new ModelAndView(TASK);
    }

    private Checked checked(Terms terms, MultiValueMap<String, String> parameters) {
        Checked checked = forms.check(FORM, context(terms), parameters);
        LocalDate until = checked.answers().date("until");
        return until == null || (until.isAfter(clock.today()) && !until.isAfter(terms.latest()))
                ? checked
                : forms.check(FORM, context(terms), parameters, List.of(new FieldError("until", "error.pauseUntil")));
    }

    private FormContext context(Terms terms) {
        return new FormContext(
                Map.of("until", terms.proposed()), Map.of(), Map.of("latest", words.day(terms.latest())), null);
    }

    private ModelAndView page(WorkItem item, FormView view) {
        return new ModelAndView("worklist/pause")
                .addObject("taskId", item.taskId())
                .addObject("what", item.name())
                .addObject("about", subjects.of(viewer.get(), item))
                .addObject("due", words.dayTime(item.dueAt()))
                .addObject("view", view)
                .addObject("errors", view.errors())
                .addObject("hasErrors", view.hasErrors());
    }

    @PostMapping("/resume")
    String resume(@PathVariable String id, RedirectAttributes flash) {
        Viewer asking = viewer.get();
        try {
            pauses.resume(asking, id);
            WorkItem item = pages.found(asking, id);
            flash.addFlashAttribute("done", sentences.say("pause.resumed", item.name(), words.dayTime(item.dueAt())));
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", sentences.refused(refused));
        }
        return TASK;
    }
}
