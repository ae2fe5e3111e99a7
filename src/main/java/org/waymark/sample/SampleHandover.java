package org.waymark.sample;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Caseloads;

/** One coordinator would give two of her people to the other, who has yet to answer. */
@Component
@ConditionalOnProperty("waymark.sample")
class SampleHandover {

    private static final int PEOPLE = 2;

    private final Caseloads caseloads;
    private final Storyteller teller;

    SampleHandover(Caseloads caseloads, Storyteller teller) {
        this.caseloads = caseloads;
        this.teller = teller;
    }

    void offer() {
        Viewer giving = teller.staff("coordinator");
        teller.as(giving, () -> {
            List<PathwayRef> heaviest =
                    caseloads.caseload(giving, giving.username(), Caseloads.Order.POINTS, null, PEOPLE).stream()
                            .map(Caseloads.Entry::pathway)
                            .toList();
            return caseloads.offer(giving, heaviest, "colleague", "So that each of us can look in more often.");
        });
    }
}
