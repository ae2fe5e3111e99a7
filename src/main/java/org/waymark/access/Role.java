package org.waymark.access;

import java.util.Locale;

/** What a member of staff does in the alliance; with the relationship to a person it decides what they may see. */
public enum Role {
    COORDINATOR,
    DEMENTIA_ADVISER,
    ACTIVITY_OFFICER,
    CARER_ENABLEMENT,
    PALLIATIVE_NURSE,
    TEAM_LEAD,
    PARTNER,
    MANAGER,
    ADMINISTRATOR,
    OPERATOR,
    /** Answers for the tables that decide, and sees no record by that. */
    CLINICAL_OWNER;

    /** The spelling in group names and in the directory, such as {@code dementia-adviser}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Role ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
