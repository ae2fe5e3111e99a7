package org.waymark.workflow;

import java.util.List;

/** The needs that services answer, as codes: what a clock can have a time of its own for. The service directory knows them. */
public interface ServiceCodes {

    List<String> all();
}
