package org.waymark.worklist.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.forms.Forms;
import org.waymark.forms.SectionForms;
import org.waymark.workflow.Worklist;

/** One task: look at it, take it, hand it over, do it. */
@Controller
@RequestMapping("/tasks/{id}")
class TaskController {

    private static final String PAGE = "redirect:/tasks/{id}";

    private final TaskPages pages;
    private final Worklist worklist;
    private final Forms forms;
    private final SectionForms sections;
    private final Directory directory;
    private final CurrentViewer viewer;
    private final Sentences sentences;

    TaskController(
            TaskPages pages,
            Worklist worklist,
            Forms forms,
            SectionForms sections,
            Directory directory,
            CurrentViewer viewer,
            Sentences sentences) {
        this.pages = pages;
        this.worklist = worklist;
        this.forms = forms;
        this.sections = sections;
        this.directory = directory;
        this.viewer = viewer;
        this.sentences = sentences;
    }

    @GetMapping
    String task(@PathVariable String id, Model model) {
        model.addAllAttributes(pages.page(viewer.get(), id, null));
        return "worklist/task";
    }

    @PostMapping
    String submit(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> parameters,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Viewer asking = viewer.get();
        boolean isInSections = pages.isInSections(asking, id);
        Forms.Result result;
        try {
            if (isInSections && !pages.missing(asking, id).isEmpty()) {
                response.setStatus(HttpStatus.BAD_REQUEST.value());
                model.addAllAttributes(pages.pageWithMissing(asking, id));
                return "worklist/task";
            }
            result = isInSections ? sections.handIn(asking, id) : forms.submit(asking, id, parameters);
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", sentences.refused(refused));
            return PAGE;
        }
        if (result instanceof Forms.Invalid invalid) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAllAttributes(pages.page(asking, id, invalid.view()));
            return "worklist/task";
        }
        return result instanceof Forms.Done ? PAGE + "/done" : PAGE;
    }

    @GetMapping("/sections/{number}")
    String section(@PathVariable String id, @PathVariable String number, Model model) {
        Map<String, Object> section = pages.section(viewer.get(), id, number, null);
        if (section.isEmpty()) {
            return PAGE;
        }
        model.addAllAttributes(section);
        return "worklist/section";
    }

    @PostMapping("/sections/{number}")
    String saveSection(
            @PathVariable String id,
            @PathVariable String number,
            @RequestParam MultiValueMap<String, String> parameters,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Viewer asking = viewer.get();
        try {
            Optional<SectionForms.Page> wrong = sections.save(asking, id, number, parameters);
            if (wrong.isPresent()) {
                response.setStatus(HttpStatus.BAD_REQUEST.value());
                model.addAllAttributes(pages.section(asking, id, number, wrong.get()));
                return "worklist/section";
            }
            flash.addFlashAttribute("done", sentences.say("section.saved"));
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", sentences.refused(refused));
        }
        return PAGE;
    }

    @PostMapping("/sections/{number}/others")
    String showOthers(@PathVariable String id, @PathVariable String number, RedirectAttributes flash) {
        try {
            sections.showOthers(viewer.get(), id, number);
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", sentences.refused(refused));
            return PAGE;
        }
        return PAGE + "/sections/{number}";
    }

    @GetMapping("/done")
    String done(@PathVariable String id, Model model) {
        Map<String, Object> done = pages.done(viewer.get(), id);
        if (done.isEmpty()) {
            return PAGE;
        }
        model.addAllAttributes(done);
        return "worklist/done";
    }

    @PostMapping("/claim")
    String claim(@PathVariable String id, RedirectAttributes flash) {
        try {
            worklist.claim(viewer.get(), id);
            flash.addFlashAttribute("done", sentences.say("task.claimed"));
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", sentences.refused(refused));
        }
        return PAGE;
    }

    @PostMapping("/release")
    String release(
            @PathVariable String id, @RequestParam(required = false) @Nullable String view, RedirectAttributes flash) {
        try {
            String title = pages.found(viewer.get(), id).name();
            worklist.release(viewer.get(), id);
            flash.addFlashAttribute("done", sentences.say("task.released", title));
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", sentences.refused(refused));
            return PAGE;
        }
        return worklist(view);
    }

    @PostMapping("/reassign")
    String reassign(@PathVariable String id, @RequestParam(defaultValue = "") String to, RedirectAttributes flash) {
        try {
            String title = pages.found(viewer.get(), id).name();
            if (to.isBlank()) {
                flash.addFlashAttribute("refused", sentences.say("task.reassign.choose"));
                return PAGE;
            }
            worklist.reassign(viewer.get(), id, to);
            String name = directory
                    .staffMember(to)
                    .map(Directory.StaffMember::displayName)
                    .orElse(to);
            flash.addFlashAttribute("done", sentences.say("task.reassigned", title, name));
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", sentences.refused(refused));
            return PAGE;
        }
        return worklist(null);
    }

    private static String worklist(@Nullable String view) {
        Worklist.View known = WorklistRequest.of(view, null, null, null).view();
        return "redirect:" + (known == null ? "/worklist" : WorklistRequest.href(known, null, null));
    }
}
