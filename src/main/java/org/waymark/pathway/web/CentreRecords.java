package org.waymark.pathway.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;
import org.waymark.centre.CentrePlaces;
import org.waymark.forms.Answers;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.web.PersonRecords.Obstacle;
import org.waymark.pathway.web.PersonRecords.Recordable;

/** Lets those who look after the person end a place at the centre between two reviews. */
@Component
@Order(60)
class CentreRecords implements RecordablePart {

    private final CentrePlaces places;
    private final CurrentViewer viewer;

    CentreRecords(CentrePlaces places, CurrentViewer viewer) {
        this.places = places;
        this.viewer = viewer;
    }

    @Override
    public List<Recordable> recordables() {
        return List.of(new Recordable(
                CentrePlaces.END,
                "End a place at the wellbeing centre",
                "The person comes to the centre or waits for a place, and it ends.",
                this::end,
                Set.copyOf(CentrePlaces.ENDING),
                Obstacle.PATHWAY_IS_OVER.or(pathway -> places.isKeptFor(viewer.get(), pathway.ref())
                        ? Optional.empty()
                        : Optional.of("centre.noPlace"))));
    }

    private String end(Viewer viewer, PathwayRef ref, Answers answers) {
        places.endNow(viewer, ref, answers);
        return "Ended. A free place goes to the next who waits.";
    }
}
