package org.waymark.pathway.web;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
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
import org.waymark.access.Viewer;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormView;
import org.waymark.forms.Forms;
import org.waymark.forms.Forms.Checked;
import org.waymark.forms.Forms.Told;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.LifeEvents.LifeEvent;
import org.waymark.pathway.LifeEvents.Reassessment;
import org.waymark.people.People;
import org.waymark.web.Words;

/** Takes back a life event that was recorded by mistake, within its window and with a reason. */
@Controller
@RequestMapping("/people/{ref}/events/{event}/correct")
class CorrectionController {

    private static final String FORM = "correct-life-event";

    private final LifeEvents lifeEvents;
    private final Forms forms;
    private final People people;
    private final CurrentViewer viewer;
    private final Words words;
    private final Effects effects;

    CorrectionController(
            LifeEvents lifeEvents, Forms forms, People people, CurrentViewer viewer, Words words, Effects effects) {
        this.lifeEvents = lifeEvents;
        this.forms = forms;
        this.people = people;
        this.viewer = viewer;
        this.words = words;
        this.effects = effects;
    }

    @GetMapping
    @Transactional
    ModelAndView form(@PathVariable String ref, @PathVariable String event) {
        PathwayRef pathway = PersonController.ref(ref);
        return page(pathway, require(pathway, event), forms.blank(FORM, FormContext.EMPTY), UUID.randomUUID());
    }

    @PostMapping
    @Transactional
    ModelAndView correct(
            @PathVariable String ref,
            @PathVariable String event,
            @RequestParam(required = false) @Nullable UUID submission,
            @RequestParam MultiValueMap<String, String> parameters,
            RedirectAttributes after) {
        Viewer asking = viewer.get();
        PathwayRef pathway = PersonController.ref(ref);
        UUID page = submission == null ? UUID.randomUUID() : submission;
        Optional<Told> before = forms.told(asking, page, FORM, pathway, parameters);
        if (before.isPresent()) {
            return Effects.tell(before.get(), pathway, after);
        }
        if (lifeEvents.of(asking, pathway).stream()
                .anyMatch(known -> known.id().equals(event) && known.withdrawnAt() != null)) {
            // An old page: the person's page says that it has been taken back.
            return new ModelAndView("redirect:/people/" + pathway);
        }
        LifeEvent found = require(pathway, event);
        Checked checked = forms.check(FORM, FormContext.EMPTY, parameters);
        if (!checked.isValid()) {
            ModelAndView again = page(pathway, found, checked.view(), page);
            again.setStatus(HttpStatus.BAD_REQUEST);
            return again;
        }
        Told told = forms.once(
                asking,
                page,
                FORM,
                pathway,
                parameters,
                () -> effects.inWords(lifeEvents.recording(asking, pathway, () -> {
                    Reassessment reassessment = lifeEvents.correct(asking, pathway, event, checked.answers());
                    return "Taken back. It stays on record with your reason." + of(reassessment);
                })));
        return Effects.tell(told, pathway, after);
    }

    private static String of(Reassessment reassessment) {
        return switch (reassessment) {
            case NONE -> "";
            case CLOSED -> " The assessment that it opened is closed, since nobody had answered yet.";
            case GOES_ON -> " The assessment that it opened goes on, since somebody has begun to answer.";
        };
    }

    private LifeEvent require(PathwayRef pathway, String event) {
        return lifeEvents.correctable(viewer.get(), pathway, event).orElseThrow(NotVisible::new);
    }

    /** @param submission random id of this page, so that a second click is known */
    private ModelAndView page(PathwayRef pathway, LifeEvent event, FormView view, UUID submission) {
        return new ModelAndView(
                "pathway/correct",
                Map.of(
                        "pathwayRef", pathway.value(),
                        "eventId", event.id(),
                        "submission", submission,
                        "name", people.view(viewer.get(), pathway).fullName(),
                        "what", words.of(event.kind()),
                        "on", words.day(event.happenedOn()),
                        "view", view,
                        "errors", view.errors(),
                        "hasErrors", view.hasErrors()));
    }
}
