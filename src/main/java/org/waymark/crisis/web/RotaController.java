package org.waymark.crisis.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
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
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.crisis.Rota;
import org.waymark.kernel.WaymarkClock;

/** The rota for rapid response: seen by everybody who gives care, written by coordinators and team leads of the organisation. */
@Controller
@RequestMapping("/rota")
class RotaController {

    private final RotaPages pages;
    private final Rota rota;
    private final AccessDecision access;
    private final CurrentViewer viewer;
    private final WaymarkClock clock;

    RotaController(RotaPages pages, Rota rota, AccessDecision access, CurrentViewer viewer, WaymarkClock clock) {
        this.pages = pages;
        this.rota = rota;
        this.access = access;
        this.viewer = viewer;
        this.clock = clock;
    }

    @GetMapping
    String rota(Model model) {
        pages.show(viewer.get(), model, RotaDraft.tonight(clock.today()), Map.of());
        return "crisis/rota";
    }

    @PostMapping
    ModelAndView add(@RequestParam MultiValueMap<String, String> sent, Model model, RedirectAttributes after) {
        Viewer asking = viewer.get();
        access.requireRole(asking, "rota.added", Role.COORDINATOR, Role.TEAM_LEAD);
        String organisation = asking.organisation();
        if (organisation == null) {
            throw new NotVisible();
        }
        RotaDraft draft = RotaDraft.of(sent);
        RotaDraft.Checked checked = draft.check(organisation);
        var errors = new LinkedHashMap<String, String>();
        checked.errors().forEach((field, key) -> errors.put(field, pages.say(key)));
        if (errors.isEmpty()) {
            try {
                rota.add(asking, checked.entries());
                after.addFlashAttribute(
                        "done", pages.say(checked.entries().size() == 1 ? "rota.added" : "rota.addedSeveral"));
                return new ModelAndView("redirect:/rota");
            } catch (Refused refused) {
                errors.put(RotaDraft.fieldOf(refused.code()), pages.say("refused." + refused.code()));
            }
        }
        pages.show(asking, model, draft, errors);
        return new ModelAndView("crisis/rota", model.asMap(), HttpStatus.BAD_REQUEST);
    }

    @PostMapping("/{id}/end")
    String end(@PathVariable UUID id, RedirectAttributes after) {
        rota.end(viewer.get(), id.toString());
        after.addFlashAttribute("done", pages.say("rota.ended"));
        return "redirect:/rota";
    }
}
