package org.waymark.pathway.web;

import java.util.List;
import java.util.Map;
import org.waymark.access.Viewer;
import org.waymark.forms.FormContext.Option;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonRecords.Recordable;
import org.waymark.people.Person;

/** What one part of the care lets staff record on a person's page, each thing a form of its own. Beans are asked in their order. */
interface RecordablePart {

    List<Recordable> recordables();

    /** Choices of its forms on the page of this person, by the key that the fields name. */
    default Map<String, List<Option>> options(Viewer viewer, Pathway pathway, Person person) {
        return Map.of();
    }
}
