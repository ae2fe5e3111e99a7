package org.waymark.insight.web;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.insight.Deprivation;
import org.waymark.web.FieldErrors;

/** The list of districts by deprivation that counts, and the form that loads another. */
@Controller
@RequestMapping("/insight/deprivation")
class DeprivationController {

    private final Deprivation deprivation;
    private final Directory directory;
    private final CurrentViewer viewer;

    DeprivationController(Deprivation deprivation, Directory directory, CurrentViewer viewer) {
        this.deprivation = deprivation;
        this.directory = directory;
        this.viewer = viewer;
    }

    @GetMapping
    String page(Model model) {
        show(model, viewer.get(), Map.of(), "", "", "");
        return "insight/deprivation";
    }

    @PostMapping
    ModelAndView load(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "") String statedOn,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Model model,
            RedirectAttributes redirect)
            throws IOException {
        Viewer loading = viewer.get();
        byte[] bytes = file == null ? new byte[0] : file.getBytes();
        Map<String, String> wrong = deprivation.load(loading, name, source, statedOn, bytes);
        if (wrong.isEmpty()) {
            redirect.addFlashAttribute("done", "The list is loaded and counts from now on.");
            return new ModelAndView("redirect:/insight/deprivation");
        }
        show(model, loading, wrong, name, source, statedOn);
        return new ModelAndView("insight/deprivation", model.asMap(), HttpStatus.BAD_REQUEST);
    }

    private void show(
            Model model, Viewer asking, Map<String, String> errors, String name, String source, String statedOn) {
        var held = deprivation.held(asking).orElse(null);
        model.addAttribute("held", held);
        model.addAttribute(
                "by",
                held == null
                        ? ""
                        : directory
                                .staffMember(held.loadedBy())
                                .map(Directory.StaffMember::displayName)
                                .orElse(held.loadedBy()));
        model.addAttribute("mayLoad", deprivation.mayLoad(asking));
        model.addAttribute("name", name);
        model.addAttribute("source", source);
        model.addAttribute("statedOn", statedOn);
        FieldErrors.show(model, errors);
    }
}
