package org.waymark.pathway.web;

import java.util.Map;
import java.util.Optional;
import org.waymark.access.Viewer;
import org.waymark.pathway.Pathway;
import org.waymark.people.Person;

/**
 * A card on the page of a person that one part of the care fills: support of the carers, palliative care, a place at the
 * centre. Beans of this type are asked in their order; each decides itself whether the viewer may see what it shows.
 */
interface PersonSection {

    /** Empty when there is nothing to show, or nothing that the viewer may see. */
    Optional<PersonPage.Card> of(Viewer viewer, Pathway pathway, Person person);

    /**
     * What tells this part's tasks of one name apart, such as the name of a carer, by record or by part of it; timeline
     * entries whose detail is such an id are shown with the name as well.
     */
    default Map<String, String> tellApart(Viewer viewer, Pathway pathway, Person person) {
        return Map.of();
    }
}
