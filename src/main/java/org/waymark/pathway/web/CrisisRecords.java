package org.waymark.pathway.web;

import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.crisis.Crises;
import org.waymark.forms.Answers;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.CrisesOnPathway;
import org.waymark.pathway.web.PersonRecords.Recordable;

/** Lets everybody who cares for the person report a crisis. */
@Component
@Order(40)
class CrisisRecords implements RecordablePart {

    private final CrisesOnPathway crises;

    CrisisRecords(CrisesOnPathway crises) {
        this.crises = crises;
    }

    @Override
    public List<Recordable> recordables() {
        return List.of(new Recordable(
                Crises.REPORT,
                "Report a crisis",
                "It cannot wait until tomorrow: somebody rings back within 4 hours, day and night.",
                this::report,
                Crises.REPORTING,
                CrisesOnPathway::refusal));
    }

    private String report(Viewer viewer, PathwayRef ref, Answers answers) {
        return switch (crises.report(viewer, ref, answers)) {
            case OPENED -> "Reported. Somebody rings back within 4 hours. If anybody is in danger meanwhile, ring 999.";
            case NOTED ->
                "A crisis is open for this person already, so there is no second one: what you wrote is noted on it, and whoever responds to it sees it. If anybody is in danger, ring 999.";
            case TRIAGED_AGAIN ->
                "A crisis was open for this person already. What you wrote is noted on it, and somebody rings back again within 4 hours. If anybody is in danger meanwhile, ring 999.";
        };
    }
}
