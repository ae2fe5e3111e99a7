package org.waymark.access;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one who asks: a signed-in member of staff, or the system itself when a timer or an import acts. */
public record Viewer(
        String username,
        String displayName,
        String jobTitle,
        @Nullable String organisation,
        @Nullable String team,
        Set<Role> roles)
        implements Serializable {

    public static final Viewer SYSTEM = new Viewer("system", "Waymark", "", null, null, Set.of());

    public Viewer {
        roles = Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    public boolean isSystem() {
        return this.equals(SYSTEM);
    }

    /** The groups whose work is this viewer's, spelled {@code <organisation>.<role>}. */
    public List<String> groups() {
        return organisation == null
                ? List.of()
                : roles.stream()
                        .map(role -> organisation + "." + role.code())
                        .sorted()
                        .toList();
    }
}
