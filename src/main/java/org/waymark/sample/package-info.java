/** The sample alliance that a first start shows: made-up people whom the real processes have brought to different steps. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "access",
            "background",
            "workflow",
            "forms",
            "people",
            "assessment",
            "referral",
            "bereavement",
            "centre",
            "crisis",
            "pathway",
            "web"
        })
package org.waymark.sample;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
