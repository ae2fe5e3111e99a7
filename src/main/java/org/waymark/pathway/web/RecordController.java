package org.waymark.pathway.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormHandler.FieldError;
import org.waymark.forms.FormView;
import org.waymark.forms.Forms;
import org.waymark.forms.Forms.Checked;
import org.waymark.forms.Forms.Told;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.Pathways;
import org.waymark.pathway.web.PersonRecords.Recordable;
import org.waymark.people.People;
import org.waymark.people.Person;

/** Records a life event, or another fact, on a person's page. An ending shows first what it closes, and asks twice. */
@Controller
@RequestMapping("/people/{ref}/record")
class RecordController {

    private final PersonRecords records;
    private final Pathways pathways;
    private final People people;
    private final LifeEvents lifeEvents;
    private final Forms forms;
    private final AccessDecision access;
    private final CurrentViewer viewer;
    private final Effects effects;

    RecordController(
            PersonRecords records,
            Pathways pathways,
            People people,
            LifeEvents lifeEvents,
            Forms forms,
            AccessDecision access,
            CurrentViewer viewer,
            Effects effects) {
        this.records = records;
        this.pathways = pathways;
        this.people = people;
        this.lifeEvents = lifeEvents;
        this.forms = forms;
        this.access = access;
        this.viewer = viewer;
        this.effects = effects;
    }

    @GetMapping
    @Transactional
    String choose(@PathVariable String ref, Model model) {
        Viewer asking = viewer.get();
        Pathway pathway = pathways.view(asking, PersonController.ref(ref));
        Person person = people.view(asking, pathway.ref());
        List<Recordable> fitting = records.fitting(asking, pathway, person);
        if (fitting.isEmpty()) {
            access.requireRole(asking, "person.record", Role.COORDINATOR);
        }
        model.addAttribute("pathwayRef", ref);
        model.addAttribute("name", person.fullName());
        model.addAttribute("records", fitting);
        return "pathway/record";
    }

    @GetMapping("/{form}")
    @Transactional
    ModelAndView form(@PathVariable String ref, @PathVariable String form) {
        Viewer asking = viewer.get();
        Recordable recordable = recordable(asking, form);
        Pathway pathway = pathways.view(asking, PersonController.ref(ref));
        Person person = people.view(asking, pathway.ref());
        FormContext context = records.context(asking, recordable, pathway, person);
        Optional<String> obstacle = records.obstacle(recordable, pathway, context);
        return obstacle.isPresent()
                ? notNow(asking, pathway, person, recordable, obstacle.get(), false)
                : page(pathway, person, recordable, forms.blank(form, context), Map.of(), UUID.randomUUID());
    }

    @PostMapping("/{form}")
    @Transactional
    ModelAndView record(
            @PathVariable String ref,
            @PathVariable String form,
            @RequestParam(defaultValue = "false") boolean confirmed,
            @RequestParam(required = false) @Nullable UUID submission,
            @RequestParam MultiValueMap<String, String> parameters,
            RedirectAttributes after) {
        Viewer asking = viewer.get();
        Recordable recordable = recordable(asking, form);
        Pathway pathway = pathways.view(asking, PersonController.ref(ref));
        UUID page = submission == null ? UUID.randomUUID() : submission;
        Optional<Told> before = forms.told(asking, page, form, pathway.ref(), parameters);
        if (before.isPresent()) {
            return Effects.tell(before.get(), pathway.ref(), after);
        }
        Person person = people.view(asking, pathway.ref());
        FormContext context = records.context(asking, recordable, pathway, person);
        Optional<String> obstacle = records.obstacle(recordable, pathway, context);
        if (obstacle.isPresent()) {
            return notNow(asking, pathway, person, recordable, obstacle.get(), true);
        }
        Checked checked = checked(context, person, recordable, parameters);
        if (!checked.isValid()) {
            ModelAndView again = page(pathway, person, recordable, checked.view(), Map.of(), page);
            again.setStatus(HttpStatus.BAD_REQUEST);
            return again;
        }
        var ending = recordable.ending();
        if (ending != null && !confirmed) {
            lifeEvents.requireCanEnd(asking, pathway.ref(), ending.kind(), ending.on(checked.answers()));
            var entered = new LinkedHashMap<String, List<String>>(parameters);
            entered.keySet().removeAll(List.of("_csrf", "confirmed", "submission"));
            return page(pathway, person, recordable, checked.view(), entered, page)
                    .addObject("on", ending.on(checked.answers()));
        }
        Told told = forms.once(
                asking,
                page,
                form,
                pathway.ref(),
                parameters,
                () -> effects.inWords(lifeEvents.recording(
                        asking, pathway.ref(), () -> recordable.act().on(asking, pathway.ref(), checked.answers()))));
        return Effects.tell(told, pathway.ref(), after);
    }

    private Checked checked(
            FormContext context, Person person, Recordable recordable, MultiValueMap<String, String> parameters) {
        Checked checked = forms.check(recordable.formId(), context, parameters);
        var ending = recordable.ending();
        return ending == null
                        || !checked.isValid()
                        || !ending.on(checked.answers()).isBefore(person.dateOfBirth())
                ? checked
                : forms.check(
                        recordable.formId(),
                        context,
                        parameters,
                        List.of(new FieldError(ending.dateField(), "error.dateBeforeBirth")));
    }

    private Recordable recordable(Viewer asking, String form) {
        Recordable recordable = records.require(form);
        access.requireRole(asking, "person.record", recordable.by().toArray(Role[]::new));
        return recordable;
    }

    /** Says why, instead of a form of which one question has no answer. */
    private ModelAndView notNow(
            Viewer asking, Pathway pathway, Person person, Recordable recordable, String obstacle, boolean wasSent) {
        var page = new ModelAndView("pathway/record-not-now", HttpStatus.CONFLICT);
        page.addObject("pathwayRef", pathway.ref().value());
        page.addObject("name", person.fullName());
        page.addObject("record", recordable);
        page.addObject("why", "refused." + obstacle);
        page.addObject("wasSent", wasSent);
        page.addObject("hasOthers", !records.fitting(asking, pathway, person).isEmpty());
        return page;
    }

    /**
     * @param entered what is to be confirmed, by parameter; empty while the form itself is shown
     * @param submission random id of this page, so that a second click is known
     */
    private ModelAndView page(
            Pathway pathway,
            Person person,
            Recordable recordable,
            FormView view,
            Map<String, List<String>> entered,
            UUID submission) {
        var page = new ModelAndView("pathway/record-form");
        page.addObject("pathwayRef", pathway.ref().value());
        page.addObject("name", person.fullName());
        page.addObject("submission", submission);
        page.addObject("record", recordable);
        page.addObject("view", view);
        page.addObject("errors", view.errors());
        page.addObject("hasErrors", view.hasErrors());
        page.addObject("confirm", !entered.isEmpty());
        page.addObject("entered", entered);
        if (recordable.ending() != null && pathway.isOpen()) {
            page.addObject("closing", lifeEvents.closing(viewer.get(), pathway.ref()));
        }
        return page;
    }
}
