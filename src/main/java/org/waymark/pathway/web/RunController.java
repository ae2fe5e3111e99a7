package org.waymark.pathway.web;

import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.pathway.Pathways;

/** Says in plain words whose a run of the engine's is and where the person stands; Cockpit shows it on the run's page. */
@Controller
class RunController {

    private final Pathways pathways;
    private final PersonPages pages;
    private final CurrentViewer viewer;

    RunController(Pathways pathways, PersonPages pages, CurrentViewer viewer) {
        this.pathways = pathways;
        this.pages = pages;
        this.viewer = viewer;
    }

    @GetMapping("/people/runs/{processInstance}")
    @Transactional
    ModelAndView run(@PathVariable String processInstance) {
        Viewer asking = viewer.get();
        return pathways.run(asking, processInstance)
                .map(run -> new ModelAndView("pathway/run", pages.run(asking, run)))
                .orElseThrow(NotVisible::new);
    }
}
