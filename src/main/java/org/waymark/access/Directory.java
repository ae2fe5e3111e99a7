package org.waymark.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The organisations, teams and staff of the alliance and its partners. */
public interface Directory {

    record Organisation(String id, String name, boolean inAlliance) {}

    record StaffMember(
            String username,
            String displayName,
            String jobTitle,
            String organisation,
            @Nullable String team,
            Set<Role> roles) {

        public Viewer asViewer() {
            return new Viewer(username, displayName, jobTitle, organisation, team, roles);
        }
    }

    record NewStaffMember(
            String username,
            String displayName,
            String jobTitle,
            String organisation,
            @Nullable String team,
            Set<Role> roles,
            String password) {}

    List<Organisation> organisations();

    Optional<Organisation> organisation(String id);

    Optional<StaffMember> staffMember(String username);

    /** Staff of a group {@code <organisation>.<role>}, by name. */
    List<StaffMember> staffOf(String group);

    void addOrganisation(Organisation organisation);

    void addTeam(String id, String organisation, String name);

    void addStaff(NewStaffMember member);
}
