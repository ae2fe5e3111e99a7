/** Where each person is now; reacts to the facts of the other modules and starts what follows. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "access",
            "audit",
            "workflow",
            "decisions",
            "forms",
            "people",
            "assessment",
            "referral",
            "carers",
            "bereavement",
            "centre",
            "crisis",
            "endoflife",
            "links",
            "rules",
            "worklist",
            "web"
        })
package org.waymark.pathway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
