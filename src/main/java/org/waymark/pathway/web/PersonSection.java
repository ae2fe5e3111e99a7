package org.waymark.pathway.web;

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
}
