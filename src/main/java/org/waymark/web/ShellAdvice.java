package org.waymark.web;

import org.springframework.beans.factory.ObjectProvider;
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
    private final ObjectProvider<StillComing> coming;

    ShellAdvice(
            CurrentViewer viewer,
            @Value("${waymark.sample:false}") boolean sampleData,
            ObjectProvider<StillComing> coming) {
        this.viewer = viewer;
        this.sampleData = sampleData;
        this.coming = coming;
    }

    @ModelAttribute
    void frame(ModelMap model) {
        Shell shell = Shell.of(viewer.get());
        model.addAttribute("shell", shell);
        model.addAttribute("sampleData", sampleData);
        if (shell.signedIn()) {
            coming.stream()
                    .flatMap(some -> some.share().stream())
                    .findFirst()
                    .ifPresent(share -> model.addAttribute("stillComing", share));
        }
    }
}
