package org.waymark.access;

import java.util.Map;
import org.waymark.kernel.PathwayRef;

/**
 * May this viewer see this person? Role, legitimate relationship and the sharing of information are weighed here and
 * nowhere else; every query and every command goes through it.
 */
public interface AccessDecision {

    boolean maySee(Viewer viewer, PathwayRef pathway, DataKind kind);

    /** Returns when the viewer may see it; otherwise writes the refusal to the audit trail and throws {@link NotVisible}. */
    void requireSee(Viewer viewer, PathwayRef pathway, DataKind kind);

    /** Refuses with {@link NotVisible} and an audit row unless the viewer holds one of the roles. */
    void requireRole(Viewer viewer, String action, Role... anyOf);

    /**
     * A condition over the column {@code pathway_ref} of the named table alias, for lists: exactly those rows for which
     * {@link #maySee} is true.
     */
    Visible visible(Viewer viewer, String alias, DataKind kind);

    /** SQL text and its named parameters. */
    record Visible(String sql, Map<String, Object> parameters) {}
}
