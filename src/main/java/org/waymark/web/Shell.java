package org.waymark.web;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.waymark.access.Role;
import org.waymark.access.Viewer;

/** What the frame of a page shows: who is signed in, and where they can go. */
record Shell(boolean signedIn, String displayName, String jobTitle, List<Link> nav, List<Link> more, boolean mayFind) {

    /** Nobody is signed in. */
    static final Shell EMPTY = new Shell(false, "", "", List.of(), List.of(), false);

    private static final Set<Role> SEE_PEOPLE = Set.of(
            Role.COORDINATOR,
            Role.DEMENTIA_ADVISER,
            Role.ACTIVITY_OFFICER,
            Role.CARER_ENABLEMENT,
            Role.PALLIATIVE_NURSE,
            Role.TEAM_LEAD);

    /** What people use all day. */
    private static final List<Link> LINKS = List.of(
            new Link("worklist", "/worklist", Set.of(Role.values())),
            new Link("people", "/people", SEE_PEOPLE),
            new Link("caseload", "/caseload", Set.of(Role.COORDINATOR)),
            new Link("insight", "/insight", Set.of(Role.MANAGER)),
            new Link("measures", "/insight/measures", Set.of(Role.MANAGER)),
            new Link("centre", "/centre", Set.of(Role.ACTIVITY_OFFICER)),
            new Link("rules", "/rules", Set.of(Role.CLINICAL_OWNER)),
            new Link("referrals", "/referrals", with(SEE_PEOPLE, Role.PARTNER)),
            new Link("services", "/services", with(SEE_PEOPLE, Role.PARTNER, Role.MANAGER, Role.ADMINISTRATOR)));

    /** What people use now and then, under "More". */
    private static final List<Link> MORE = List.of(
            new Link("centre", "/centre", Set.of(Role.COORDINATOR, Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR)),
            new Link("insight", "/insight", Set.of(Role.COORDINATOR)),
            new Link("measures", "/insight/measures", Set.of(Role.COORDINATOR)),
            new Link("rota", "/rota", SEE_PEOPLE),
            new Link("nobody-is-lost", "/nobody-is-lost", Set.of(Role.COORDINATOR, Role.OPERATOR)),
            new Link("models", "/models", Set.of(Role.OPERATOR)),
            new Link("rules", "/rules", Set.of(Role.COORDINATOR)),
            new Link("licences", "/licences", Set.of(Role.ADMINISTRATOR)),
            new Link("deprivation", "/insight/deprivation", Set.of(Role.COORDINATOR, Role.MANAGER, Role.ADMINISTRATOR)),
            new Link("tiers", "/tiers", Set.of(Role.MANAGER)),
            new Link("letters", "/letters", Set.of(Role.COORDINATOR, Role.ADMINISTRATOR)),
            new Link("outbox", "/outbox", Set.of(Role.COORDINATOR, Role.ADMINISTRATOR, Role.OPERATOR)),
            new Link(
                    "clocks",
                    "/clocks",
                    Set.of(Role.COORDINATOR, Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR, Role.OPERATOR)),
            new Link("import", "/import", Set.of(Role.COORDINATOR, Role.ADMINISTRATOR)),
            new Link("cockpit", "/camunda/app/cockpit/", Set.of(Role.COORDINATOR, Role.OPERATOR)));

    /** A place in the navigation. Whether a page opens is decided by {@code access}; this only spares a useless click. */
    record Link(String section, String path, Set<Role> roles) {

        public String label() {
            return "shell.nav." + section;
        }

        private boolean isFor(Viewer viewer) {
            return isAny(viewer, roles);
        }
    }

    static Shell of(Viewer viewer) {
        // Neither the system nor a request without sign-in holds a role; every account does.
        if (viewer.roles().isEmpty()) {
            return EMPTY;
        }
        return new Shell(
                true,
                viewer.displayName(),
                viewer.jobTitle(),
                LINKS.stream().filter(link -> link.isFor(viewer)).toList(),
                MORE.stream().filter(link -> link.isFor(viewer)).toList(),
                isAny(viewer, SEE_PEOPLE));
    }

    private static boolean isAny(Viewer viewer, Set<Role> roles) {
        return viewer.roles().stream().anyMatch(roles::contains);
    }

    private static Set<Role> with(Set<Role> roles, Role... more) {
        return Stream.concat(roles.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }
}
