package org.waymark.pathway;

import org.waymark.assessment.Assessment.Stage;
import org.waymark.assessment.Assessment.Standing;

/** The five phases in which people read a pathway. They follow from what is known, nobody chooses them. */
public enum Phase {
    WELCOME,
    LIVING_WELL,
    MORE_SUPPORT,
    TOWARDS_END_OF_LIFE,
    BEREAVEMENT_SUPPORT;

    /** The phase of somebody whose stage has been confirmed. Palliative need counts at any stage (care rule 4). */
    static Phase of(Standing standing, boolean isOnPalliativeRegister) {
        if (isOnPalliativeRegister
                || standing.palliative().equals("ADD_TO_REGISTER")
                || "DYING".equals(standing.phase())
                || standing.stage() == Stage.ADVANCED) {
            return TOWARDS_END_OF_LIFE;
        }
        return switch (standing.stage()) {
            case MODERATE, SEVERE -> MORE_SUPPORT;
            default -> LIVING_WELL;
        };
    }
}
