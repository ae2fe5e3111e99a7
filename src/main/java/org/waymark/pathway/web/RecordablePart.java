package org.waymark.pathway.web;

import java.util.List;
import org.waymark.pathway.web.PersonRecords.Recordable;

/** What one part of the care lets staff record on a person's page, each thing a form of its own. Beans are asked in their order. */
interface RecordablePart {

    List<Recordable> recordables();
}
