package org.waymark.pathway.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Pathways;

/** The page of one person: where they stand, what is now, next and later. */
@Controller
@RequestMapping("/people/{ref}")
class PersonController {

    private final PersonPages pages;
    private final Pathways pathways;
    private final CurrentViewer viewer;

    PersonController(PersonPages pages, Pathways pathways, CurrentViewer viewer) {
        this.pages = pages;
        this.pathways = pathways;
        this.viewer = viewer;
    }

    /** An address that is no reference answers like one that is not there. */
    static PathwayRef ref(String text) {
        if (!PathwayRef.isValid(text)) {
            throw new NotVisible();
        }
        return new PathwayRef(text);
    }

    @GetMapping
    String person(@PathVariable String ref, @RequestParam(required = false) @Nullable String timeline, Model model) {
        model.addAllAttributes(pages.page(viewer.get(), ref(ref), "all".equals(timeline)));
        return "pathway/person";
    }

    /** The model of the version this person's pathway runs on. */
    @GetMapping(value = "/diagram", produces = MediaType.APPLICATION_XML_VALUE)
    @ResponseBody
    String diagram(@PathVariable String ref) {
        return pathways.diagram(viewer.get(), ref(ref)).orElseThrow(NotVisible::new);
    }
}
