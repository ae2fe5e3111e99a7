package org.waymark.licences;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.waymark.forms.StandingFacts;
import org.waymark.licences.Licences.Instrument;

/** Tells forms which licences are held, so that they ask for a licensed score only then. */
@Component
class LicencesInForms implements StandingFacts {

    private static final String CDR = "holdsCdr";
    private static final String ZARIT = "holdsZarit";

    private final Licences licences;

    LicencesInForms(Licences licences) {
        this.licences = licences;
    }

    @Override
    public Set<String> names() {
        return Set.of(CDR, ZARIT);
    }

    @Override
    public Map<String, Object> facts() {
        List<Instrument> stated = licences.stated();
        return Map.of(CDR, stated.contains(Instrument.CDR), ZARIT, stated.contains(Instrument.ZARIT));
    }
}
