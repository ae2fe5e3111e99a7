package org.waymark.pathway.web;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.waymark.access.CurrentViewer;
import org.waymark.assessment.Tiers;
import org.waymark.web.Words;

/** The report of complexity tiers: counts, and nobody's name. */
@Controller
class TiersController {

    /** Below this, a count could point at somebody. */
    private static final long LEAST = 5;

    private final Tiers tiers;
    private final CurrentViewer viewer;
    private final Words words;

    TiersController(Tiers tiers, CurrentViewer viewer, Words words) {
        this.tiers = tiers;
        this.viewer = viewer;
        this.words = words;
    }

    record Row(String tier, String people) {}

    @GetMapping("/tiers")
    String report(Model model) {
        Map<String, Long> counts = tiers.counts(viewer.get());
        List<Row> rows = counts.entrySet().stream()
                .map(count -> new Row(words.code("Tier", count.getKey()), people(count.getValue())))
                .toList();
        model.addAttribute("rows", counts.values().stream().allMatch(count -> count == 0) ? List.of() : rows);
        return "pathway/tiers";
    }

    private String people(long count) {
        return count == 0 ? "none" : count < LEAST ? "fewer than " + LEAST : words.number(count);
    }
}
