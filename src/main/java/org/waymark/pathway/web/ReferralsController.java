package org.waymark.pathway.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Pathways;
import org.waymark.pathway.web.PersonPage.ReferralStrip;
import org.waymark.people.People;
import org.waymark.people.People.Label;
import org.waymark.referral.Referral;
import org.waymark.referral.Referrals;
import org.waymark.referral.Referrals.Direction;
import org.waymark.workflow.Worklist;

/** The referrals of the viewer's organisation, those that reached it and those it sent, each with its loop. */
@Controller
class ReferralsController {

    private static final int PAGE = 20;

    private final Referrals referrals;
    private final People people;
    private final Pathways pathways;
    private final Worklist worklist;
    private final LoopStrips strips;
    private final CurrentViewer viewer;
    private final AuditTrail audit;

    ReferralsController(
            Referrals referrals,
            People people,
            Pathways pathways,
            Worklist worklist,
            LoopStrips strips,
            CurrentViewer viewer,
            AuditTrail audit) {
        this.referrals = referrals;
        this.people = people;
        this.pathways = pathways;
        this.worklist = worklist;
        this.strips = strips;
        this.viewer = viewer;
        this.audit = audit;
    }

    /** @param personHref for one who may answer the referral but has no page of the person, the task that is open at it, or null */
    record Row(@Nullable String personName, @Nullable String personHref, String pathwayRef, ReferralStrip strip) {}

    @GetMapping("/referrals")
    @Transactional
    String list(
            @RequestParam(defaultValue = "received") String direction,
            @RequestParam(defaultValue = "true") boolean open,
            @RequestParam(required = false) @Nullable UUID after,
            Model model) {
        Viewer asking = viewer.get();
        Direction which = direction.equals("sent") ? Direction.SENT : Direction.RECEIVED;
        List<Referral> page = referrals.ofOrganisation(asking, which, open, after, PAGE + 1);
        List<Referral> shown = page.size() > PAGE ? page.subList(0, PAGE) : page;
        audit.record(asking.username(), "referrals.listed", null, null);
        List<PathwayRef> refs = shown.stream().map(Referral::pathway).distinct().toList();
        Map<PathwayRef, Label> labels = people.labels(asking, refs);
        Set<PathwayRef> opening = pathways.of(asking, refs).keySet();
        var rows = new ArrayList<Row>();
        for (Referral referral : shown) {
            Label label = labels.get(referral.pathway());
            rows.add(new Row(
                    label == null ? null : label.name(),
                    opening.contains(referral.pathway()) ? "/people/" + referral.pathway() : task(asking, referral),
                    referral.pathway().value(),
                    strips.strip(referral, null)));
        }
        model.addAttribute("rows", rows);
        model.addAttribute("sent", which == Direction.SENT);
        model.addAttribute("open", open);
        String base = "/referrals?direction=" + (which == Direction.SENT ? "sent" : "received") + "&open=" + open;
        if (page.size() > PAGE) {
            model.addAttribute("older", base + "&after=" + shown.get(PAGE - 1).id());
        }
        if (after != null) {
            model.addAttribute("newer", base);
        }
        return "pathway/referrals";
    }

    private @Nullable String task(Viewer asking, Referral referral) {
        return worklist.openOf(asking, referral.pathway()).stream()
                .filter(item ->
                        item.record().equals(referral.id()) && asking.groups().contains(item.group()))
                .findFirst()
                .map(item -> "/tasks/" + item.taskId())
                .orElse(null);
    }
}
