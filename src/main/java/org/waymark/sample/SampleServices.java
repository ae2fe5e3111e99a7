package org.waymark.sample;

import java.util.List;
import java.util.Locale;

/** The needs that the sample's directory answers, one service each. */
final class SampleServices {

    static final List<String> CODES = List.of(
            "DEMENTIA_SERVICES_CENTRE",
            "CARER_ENABLEMENT",
            "DEMENTIA_ADVISER",
            "ADMIRAL_NURSE",
            "ADVANCE_CARE_PLANNING",
            "PALLIATIVE_NURSE",
            "HOSPICE_AT_HOME",
            "RAPID_RESPONSE",
            "NAMASTE_CARE",
            "RESPITE",
            "BEREAVEMENT_SUPPORT",
            "LOCAL_AUTHORITY_CARER_ASSESSMENT",
            "GP_REVIEW",
            "MEDICINES_REVIEW",
            "SPEECH_AND_LANGUAGE",
            "FALLS_SERVICE",
            "LEGAL_AND_MONEY_ADVICE",
            "BEFRIENDING",
            "COORDINATOR_CONVERSATION");

    private SampleServices() {}

    static String idOf(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
