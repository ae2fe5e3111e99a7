package org.waymark.support;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Contact;
import org.waymark.access.Directory.NewStaffMember;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.Role;
import org.waymark.access.Viewer;

/** Two organisations of an alliance, one partner outside it, and staff of every role, for tests that need somebody to act. */
public final class Alliance {

    public static final String PASSWORD = "correct horse battery";

    public static final Viewer COORDINATOR = viewer(
            "coordinator", "Ruth Amadi", "Dementia liaison coordinator", "dougie-mac", "liaison", Role.COORDINATOR);
    public static final Viewer TEAM_LEAD =
            viewer("lead", "Grace Oyelaran", "Team lead", "dougie-mac", "liaison", Role.TEAM_LEAD);
    public static final Viewer ACTIVITY = viewer(
            "activity", "Hugh Bell", "Wellbeing activity officer", "dougie-mac", "centre", Role.ACTIVITY_OFFICER);
    public static final Viewer NURSE =
            viewer("nurse", "Bronagh Kelly", "Palliative nurse", "dougie-mac", null, Role.PALLIATIVE_NURSE);
    public static final Viewer ADVISER =
            viewer("adviser", "Tom Reid", "Dementia adviser", "approach", "advisers", Role.DEMENTIA_ADVISER);
    public static final Viewer CARERS =
            viewer("carers", "Sunita Rao", "Carer enablement worker", "approach", null, Role.CARER_ENABLEMENT);
    public static final Viewer OTHER_COORDINATOR =
            viewer("other-coordinator", "Neil Cope", "Coordinator", "approach", null, Role.COORDINATOR);
    public static final Viewer PARTNER =
            viewer("partner", "Ellen Shaw", "Referral desk", "community-trust", null, Role.PARTNER);
    public static final Viewer MANAGER =
            viewer("manager", "Ivor Bates", "Alliance manager", "alliance", null, Role.MANAGER);
    public static final Viewer ADMIN =
            viewer("admin", "Mei Lin", "Administrator", "alliance", null, Role.ADMINISTRATOR);
    public static final Viewer OPERATOR = viewer("operator", "Sam Doyle", "Operator", "alliance", null, Role.OPERATOR);

    public static final Viewer CLINICAL_LEAD =
            viewer("clinical-lead", "Nadia Farouk", "Clinical lead, dementia", "dougie-mac", null, Role.CLINICAL_OWNER);
    public static final Viewer CONSULTANT = viewer(
            "consultant", "Owen Price", "Consultant in old age psychiatry", "alliance", null, Role.CLINICAL_OWNER);

    public static final List<Viewer> EVERYBODY = List.of(
            COORDINATOR,
            TEAM_LEAD,
            ACTIVITY,
            NURSE,
            ADVISER,
            CARERS,
            OTHER_COORDINATOR,
            PARTNER,
            MANAGER,
            ADMIN,
            OPERATOR,
            CLINICAL_LEAD,
            CONSULTANT);

    private Alliance() {}

    private static Viewer viewer(
            String username,
            String displayName,
            String jobTitle,
            String organisation,
            @Nullable String team,
            Role role) {
        return new Viewer(username, displayName, jobTitle, organisation, team, Set.of(role));
    }

    /** A request of MockMvc as this viewer, who need not be in the directory. */
    public static RequestPostProcessor signedIn(Viewer viewer) {
        return authentication(new CurrentViewer()
                .as(viewer, () -> SecurityContextHolder.getContext().getAuthentication()));
    }

    /** Adds organisations, teams and accounts, all with {@link #PASSWORD}, unless they are there. */
    public static void add(Directory directory) {
        if (directory.organisation("alliance").isPresent()) {
            return;
        }
        directory.addOrganisation(new Organisation("approach", "Approach Dementia Support", true));
        directory.addOrganisation(new Organisation("dougie-mac", "Dougie Mac", true));
        directory.addOrganisation(new Organisation("alliance", "The alliance", true));
        directory.addOrganisation(new Organisation("community-trust", "Community trust", false));
        directory.setContact("dougie-mac", new Contact("Dougie Mac", "01632 960 123"));
        directory.addTeam("liaison", "dougie-mac", "Liaison team");
        directory.addTeam("centre", "dougie-mac", "Dementia Services Centre");
        directory.addTeam("advisers", "approach", "Dementia advisers");
        for (Viewer viewer : EVERYBODY) {
            directory.addStaff(new NewStaffMember(
                    viewer.username(),
                    viewer.displayName(),
                    viewer.jobTitle(),
                    String.valueOf(viewer.organisation()),
                    viewer.team(),
                    viewer.roles(),
                    PASSWORD));
        }
    }
}
