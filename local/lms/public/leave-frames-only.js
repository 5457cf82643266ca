/* As Moodle's page does it: nothing happens where there is no frame to leave. */
if (window !== top) top.location.href = document.body.dataset.course;
