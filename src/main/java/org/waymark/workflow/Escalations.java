package org.waymark.workflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.kernel.PathwayRef;

/**
 * Tells of work that stays open: first the one whose work it is, then their team lead, then the person's coordinator, each
 * once and at an instant that rules set. It tells or asks for help, and never makes a second copy of the work.
 */
public interface Escalations {

    enum Step {
        /** The one who has the work, or their group, is reminded. */
        REMINDER,
        TEAM_LEAD,
        COORDINATOR;

        /** The step that follows, or null after the last. */
        @Nullable
        Step next() {
            return switch (this) {
                case REMINDER -> TEAM_LEAD;
                case TEAM_LEAD -> COORDINATOR;
                case COORDINATOR -> null;
            };
        }
    }

    /**
     * Takes every step whose time has come, after it has ended the pauses whose day has come. Any number of nodes may do it at once: each step is taken by one of them, and
     * taking it again does nothing.
     *
     * @return how many steps were taken
     */
    int sweep();

    /** The same on one pathway alone, for whoever tells of days gone by: nobody else's work is looked at as on that day. */
    @WithoutViewer("tells those whom the clocks name, and shows nothing of anybody")
    int sweepOn(PathwayRef pathway);

    /** When {@link #sweepOn} will next find something, if not after that. */
    @WithoutViewer("says a time, and shows nothing of anybody")
    Optional<Instant> nextOn(PathwayRef pathway, Instant until);

    /** All that a step may name when it means this viewer: themselves, and the groups they stand for. */
    static List<String> addressesOf(Viewer viewer) {
        List<String> addresses = new ArrayList<>(List.of(viewer.username()));
        String organisation = viewer.organisation();
        if (organisation != null && viewer.has(Role.COORDINATOR)) {
            addresses.add(coordinators(organisation));
        }
        if (organisation != null && viewer.has(Role.TEAM_LEAD)) {
            addresses.add(teamLeads(organisation));
            if (viewer.team() != null) {
                addresses.add(teamLeads(organisation, viewer.team()));
            }
        }
        return addresses;
    }

    static String coordinators(String organisation) {
        return organisation + "." + Role.COORDINATOR.code();
    }

    static String teamLeads(String organisation) {
        return organisation + "." + Role.TEAM_LEAD.code();
    }

    static String teamLeads(String organisation, String team) {
        return teamLeads(organisation) + "/" + team;
    }
}
