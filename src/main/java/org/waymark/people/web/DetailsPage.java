package org.waymark.people.web;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.LikelyDuplicate;
import org.waymark.people.People;
import org.waymark.people.People.NewPerson;
import org.waymark.people.Person;
import org.waymark.people.PersonDraft.Problem;
import org.waymark.people.PersonFields;

/** Who the person is and how to reach them and their carers, to be read and corrected. */
@Controller
@RequestMapping("/people/{ref}/details")
class DetailsPage {

    private final People people;
    private final PersonForm form;
    private final PersonFields fields;
    private final CurrentViewer current;
    private final WaymarkClock clock;

    DetailsPage(People people, PersonForm form, PersonFields fields, CurrentViewer current, WaymarkClock clock) {
        this.people = people;
        this.form = form;
        this.fields = fields;
        this.current = current;
        this.clock = clock;
    }

    @GetMapping
    String open(@PathVariable String ref, Model model) {
        Person person = people.view(current.get(), pathway(ref));
        show(model, person, Typed.of(person), List.of());
        return "people/details";
    }

    @PostMapping
    ModelAndView save(
            @PathVariable String ref,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes redirect) {
        Typed typed = Typed.of(sent);
        var checked = typed.draft().check(clock.today());
        if (!checked.problems().isEmpty()) {
            return again(model, ref, typed, checked.problems());
        }
        try {
            people.correct(current.get(), pathway(ref), typed.revision(), checked.valid());
        } catch (LikelyDuplicate.Found found) {
            return again(model, ref, typed, List.of(new Problem("nhsNumber", "nhsNumber.taken")));
        } catch (Refused refused) {
            if (!refused.code().equals(People.CHANGED_MEANWHILE)) {
                throw refused;
            }
            return beside(model, ref, typed, checked.valid());
        }
        redirect.addFlashAttribute("done", fields.said("people.corrected"));
        return new ModelAndView("redirect:/people/" + pathway(ref).value() + "/details");
    }

    private ModelAndView again(Model model, String ref, Typed typed, List<Problem> problems) {
        show(model, people.view(current.get(), pathway(ref)), typed, problems);
        return new ModelAndView("people/details", model.asMap(), HttpStatus.BAD_REQUEST);
    }

    /** What was typed stays, and at each field that differs stands what the other has written; saving again is a decision. */
    private ModelAndView beside(Model model, String ref, Typed typed, NewPerson corrected) {
        Person now = people.view(current.get(), pathway(ref));
        show(model, now, typed.having(now), List.of());
        form.showOnRecord(model, now, corrected);
        model.addAttribute("changedMeanwhile", true);
        return new ModelAndView("people/details", model.asMap(), HttpStatus.CONFLICT);
    }

    private void show(Model model, Person person, Typed typed, List<Problem> problems) {
        form.show(model, typed, problems);
        model.addAttribute("ref", person.pathway().value());
        model.addAttribute("person", person);
    }

    private static PathwayRef pathway(String text) {
        if (!PathwayRef.isValid(text)) {
            throw new NotVisible();
        }
        return new PathwayRef(text);
    }
}
