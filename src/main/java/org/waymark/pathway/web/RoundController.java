package org.waymark.pathway.web;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Refused;
import org.waymark.kernel.PathwayRef;
import org.waymark.links.Links;

/** One round of the assessment: whom it asks, who has answered, and writing again to those who have not. */
@Controller
@RequestMapping("/people/{ref}/rounds/{round}")
class RoundController {

    private final RoundPages pages;
    private final Links links;
    private final CurrentViewer viewer;
    private final MessageSource messages;

    RoundController(RoundPages pages, Links links, CurrentViewer viewer, MessageSource messages) {
        this.pages = pages;
        this.links = links;
        this.viewer = viewer;
        this.messages = messages;
    }

    @GetMapping
    String round(@PathVariable String ref, @PathVariable String round, Model model) {
        model.addAllAttributes(pages.page(viewer.get(), PersonController.ref(ref), RoundPages.id(round)));
        return "pathway/round";
    }

    @PostMapping("/remind")
    String remind(
            @PathVariable String ref,
            @PathVariable String round,
            @RequestParam(defaultValue = "") String task,
            RedirectAttributes after) {
        PathwayRef pathway = PersonController.ref(ref);
        String id = RoundPages.id(round);
        pages.asked(viewer.get(), pathway, id, task);
        try {
            boolean isSent = links.remind(viewer.get(), task);
            after.addFlashAttribute("done", say(isSent ? "round.remind.done" : "round.remind.today"));
        } catch (Refused refused) {
            after.addFlashAttribute("refused", say("refused." + refused.code()));
        }
        return "redirect:/people/" + pathway + "/rounds/" + id;
    }

    private String say(String key) {
        return messages.getMessage(key, null, Locale.UK);
    }
}
