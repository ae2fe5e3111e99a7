package org.waymark.web;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.waymark.access.CurrentViewer;

/** Gives every page what its frame needs, so that no controller has to think of it. */
@ControllerAdvice
class ShellAdvice {

    private final CurrentViewer viewer;
    private final boolean sampleData;

    ShellAdvice(CurrentViewer viewer, @Value("${waymark.sample:false}") boolean sampleData) {
        this.viewer = viewer;
        this.sampleData = sampleData;
    }

    @ModelAttribute
    void frame(ModelMap model) {
        model.addAttribute("shell", Shell.of(viewer.get()));
        model.addAttribute("sampleData", sampleData);
    }
}
