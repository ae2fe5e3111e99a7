package org.waymark.people.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.LikelyDuplicate;
import org.waymark.people.People;
import org.waymark.people.People.Intake;
import org.waymark.people.PersonDraft.Problem;
import org.waymark.people.PersonFields;

@Controller
@RequestMapping("/people/new")
class RegisterPage {

    private static final int LONGEST_REASON = 500;

    private final People people;
    private final PersonForm form;
    private final PersonFields fields;
    private final AccessDecision access;
    private final CurrentViewer current;
    private final WaymarkClock clock;

    RegisterPage(
            People people,
            PersonForm form,
            PersonFields fields,
            AccessDecision access,
            CurrentViewer current,
            WaymarkClock clock) {
        this.people = people;
        this.form = form;
        this.fields = fields;
        this.access = access;
        this.current = current;
        this.clock = clock;
    }

    @GetMapping
    String open(Model model) {
        coordinator();
        show(model, new Typed(Map.of("request", UUID.randomUUID().toString())), List.of(), List.of());
        return "people/register";
    }

    @PostMapping
    ModelAndView register(@RequestParam MultiValueMap<String, String> sent, Model model, RedirectAttributes redirect) {
        Viewer viewer = coordinator();
        Typed typed = Typed.of(sent);
        var checked = typed.draft().check(clock.today());
        String reason = typed.of("duplicateReason").strip();
        if (!checked.problems().isEmpty()) {
            return again(model, typed, checked.problems(), List.of(), HttpStatus.BAD_REQUEST);
        }
        if (reason.length() > LONGEST_REASON) {
            var tooLong = new Problem("duplicateReason", "reason.tooLong");
            return again(model, typed, List.of(tooLong), List.of(), HttpStatus.BAD_REQUEST);
        }
        try {
            String organisation = Optional.ofNullable(viewer.organisation()).orElseThrow();
            PathwayRef pathway = people.bringIn(
                    viewer,
                    checked.valid(),
                    new Intake(typed.request(), organisation, reason.isEmpty() ? null : reason));
            redirect.addFlashAttribute("done", fields.said("people.registered"));
            return new ModelAndView("redirect:/people/" + pathway.value());
        } catch (LikelyDuplicate.Found found) {
            return again(model, typed, List.of(), found.duplicates(), HttpStatus.CONFLICT);
        }
    }

    private Viewer coordinator() {
        Viewer viewer = current.get();
        access.requireRole(viewer, "person.registered", Role.COORDINATOR);
        return viewer;
    }

    private ModelAndView again(
            Model model, Typed typed, List<Problem> problems, List<LikelyDuplicate> duplicates, HttpStatus status) {
        show(model, typed, problems, duplicates);
        return new ModelAndView("people/register", model.asMap(), status);
    }

    private void show(Model model, Typed typed, List<Problem> problems, List<LikelyDuplicate> duplicates) {
        form.show(model, typed, problems);
        model.addAttribute("duplicates", duplicates);
        model.addAttribute("isBarred", duplicates.stream().anyMatch(LikelyDuplicate::isInsurmountable));
    }
}
