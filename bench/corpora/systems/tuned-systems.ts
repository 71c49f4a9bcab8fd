import { type SystemLog, several } from "./system-log.ts";

/** Logs in the manner of eight systems that the miner was tuned on. */
export const TUNED_SYSTEMS: readonly SystemLog[] = [
  {
    name: "distributed file system",
    header: "081109 {int} {small} {INFO|WARN} dfs.DataNode$PacketResponder: ",
    fillers: {
      blk: (random) => `blk_${random.pick(["-", ""])}${random.integer(1_000_000_000, 9_000_000_000)}`,
      blks: (random) =>
        several(random, 1, 9, " ", () => `blk_${random.pick(["-", ""])}${random.integer(1e9, 9e9)}`),
    },
    messages: `
      310 Receiving block {blk} src: /{endpoint} dest: /{endpoint}
      290 BLOCK* NameSystem.addStoredBlock: blockMap updated: {endpoint} is added to {blk} size {int}
      300 PacketResponder {small} for block {blk} terminating
      280 Received block {blk} of size {int} from /{ip}
      260 Deleting block {blk} file {path}/{blk}
      220 BLOCK* NameSystem.delete: {blk} is added to invalidSet of {endpoint}
      110 BLOCK* NameSystem.allocateBlock: {path}. {blk}
      80 {endpoint} Served block {blk} to /{ip}
      80 {endpoint}:Got exception while serving {blk} to /{ip}:
      20 Verification succeeded for {blk}
      3 BLOCK* ask {endpoint} to delete {blks}
      1 BLOCK* ask {endpoint} to replicate {blk} to datanode(s) {endpoint}
      2 PacketResponder {blk} {small} Exception java.io.EOFException
      2 writeBlock {blk} received exception java.io.IOException: Could not read from stream
      1 Exception in receiveBlock for block {blk} java.io.IOException: Connection reset by peer
      1 {endpoint} Starting thread to transfer block {blk} to {endpoint}`,
  },
  {
    name: "cluster computing",
    header: "17/06/09 {clock} {INFO|WARN} executor.Executor: ",
    fillers: {
      users: (random) => several(random, 1, 3, ",", () => random.pick(["yarn", "curi", "svc", "etl"])),
    },
    messages: `
      260 Running task {small}.0 in stage {small}.0 (TID {int})
      250 Finished task {small}.0 in stage {small}.0 (TID {int}). {int} bytes result sent to driver
      240 Got assigned task {int}
      230 Found block rdd_{int}_{small} locally
      210 Started reading broadcast variable {int}
      200 Reading broadcast variable {int} took {int} ms
      120 Block broadcast_{int} stored as values in memory (estimated size {size}, free {size})
      120 Block broadcast_{int}_piece0 stored as bytes in memory (estimated size {size}, free {size})
      60 Block rdd_{int}_{small} stored as bytes in memory (estimated size {size}, free {size})
      90 Partition rdd_{int}_{small} not found, computing it
      60 Times: total = {int}, boot = {signed}, init = {signed}, finish = {small}
      40 Input split: hdfs://{endpoint}{path}:{int}+{int}
      12 Changing view acls to: {users}
      12 Changing modify acls to: {users}
      9 SecurityManager: authentication disabled; ui acls disabled; users with view permissions: Set({users}); users with modify permissions: Set({users})
      8 Successfully started service '{sparkExecutor|sparkDriver|shuffle}' on port {port}.
      7 Remoting started; listening on addresses :[akka.tcp://executor@{host}:{port}]
      6 Slf4jLogger started
      6 Starting remoting
      6 Created local directory at {path}/{uuid}
      6 MemoryStore started with capacity {size}
      5 Connecting to driver: spark://CoarseGrainedScheduler@{endpoint}
      5 Successfully registered with driver
      5 Starting executor ID {int} on host {host}
      4 Server created on {port}
      4 Trying to register BlockManager
      4 Registered BlockManager
      3 Registered signal handlers for [TERM, HUP, INT]
      2 attempt_{long}_{int}_m_{int}_{small}: Committed
      2 Saved output of task 'attempt_{long}_{int}_m_{int}_{small}' to hdfs://{endpoint}{path}
      5 {mapred.tip.id|mapred.task.id|mapred.job.id|mapred.task.is.map} is deprecated. Instead, use {mapreduce.task.id|mapreduce.job.id|mapreduce.task.attempt.id}
      1 File Output Committer Algorithm version is {small}`,
  },
  {
    name: "supercomputer",
    header:
      "- {long} 2005.06.{small} R{int}-M1-N2-C:J{small}-U01 2005-06-03-{clock} R02-M1 RAS KERNEL {INFO|FATAL} ",
    messages: `
      720 generating core.{int}
      210 instruction cache parity error corrected
      150 {int} double-hummer alignment exceptions
      140 CE sym {small}, at {hexes}, mask {hexes}
      110 data TLB error interrupt
      90 ciod: failed to read message prefix on control stream (CioStream socket to {endpoint}
      70 total of {small} ddr error(s) detected and corrected
      60 iar {hex} dear {hex}
      40 ddr errors(s) detected and corrected on rank {small}, symbol {small}, bit {small}
      40 {int} floating point alignment exceptions
      30 ciod: LOGIN chdir({path}) failed: No such file or directory
      20 ciod: LOGIN chdir({path}) failed: Input/output error
      24 ciod: Error reading message prefix after LOAD_MESSAGE on CioStream socket to {endpoint}: Link has been severed
      20 rts: kernel terminated for reason {int}
      18 data storage interrupt
      16 program interrupt: fp cr update.............{small}
      8 program interrupt: illegal instruction......{small}
      8 program interrupt: imprecise exception......{small}
      8 machine check enable............{small}
      8 critical input interrupt enable...{small}
      8 external input interrupt enable.{small}
      6 exception syndrome register: {hexes}
      6 machine check status register: {hexes}
      6 debug wait enable.................{small}
      12 Lustre mount FAILED : bglio{int} : block_id : location
      10 NFS Mount failed on bglio{int}, slept {small} seconds, retrying ({small})
      10 r{int}={hexes} r{int}={hexes} r{int}={hexes} r{int}={hexes}
      8 fpr{int}={hexes} {hex} {hex} {hex}
      8 lr:{hex} cr:{hex} xer:{hex} ctr:{hex}
      6 L3 ecc control register: {hexes}
      6 L3 ecc status register: {hexes}
      5 ciodb has been restarted.
      5 mmcs_db_server has been started: ./mmcs_db_server --useDatabase BGL --dbproperties {path} --iolog {path}
      5 idoproxydb has been started: $Name: {name} $ Input parameters: -enableflush -loguserinfo db.properties BlueGene1
      4 Node card is not fully functional
      4 Node card VPD check: missing U{int} node, VPD ecid {hex}{hex}
      4 Can not get assembly information for node card
      3 MidplaneSwitchController performing bit sparing on R{int}-M1-L1-U22-B bit {small}
      3 Error receiving packet on tree network, expecting type {int} instead of type {int} (softheader={hex} {hex})
      2 rts panic! - stopping execution
      2 ciod: cpu {small} at treeaddr {int} sent unrecognized message {hexes}
      2 ddr: excessive soft failures, consider replacing the card
      1 BglIdoChip table has {small} IDOs with the same IP address ({ip})
      1 Kill job {int} timed out. Block freed.
      1 Temperature Over Limit on link card
      1 ciod: Missing or invalid fields on line {small} of node map file {path}
      1 shutdown complete`,
  },
  {
    name: "linux cluster",
    header: "- {long} 2005.11.09 dn{int} {syslog} dn{int}/dn{int} {crond|sshd|kernel|ntpd}[{int}]: ",
    fillers: { cluster: (random) => random.pick(["Thunder", "Thunder_A1", "Thunder_B8", "Thunder_C5"]) },
    messages: `
      320 session opened for user root by (uid=0)
      320 session closed for user root
      300 (root) CMD (run-parts /etc/cron.{hourly|daily|weekly})
      310 data_thread() got not answer from any [{cluster}] datasource
      110 DHCPDISCOVER from {mac} via eth{small}
      60 DHCPDISCOVER from {mac} via eth{small}: network A_{small}: no free leases
      50 DHCPREQUEST for {ip} from {mac} via eth{small}
      50 DHCPACK on {ip} to {mac} via eth{small}
      40 DHCPOFFER on {ip} to {mac} via eth{small}
      90 check-disks: [node:time] , {int}, {name}, [session not created]
      80 [KERNEL_IB][ib_mad_static_compute_base][{path}:{int}]Couldn't find a class agent on {name}
      30 synchronized to {ip}, stratum {small}
      30 synchronized to LOCAL({small}), stratum {small}
      20 ACPI: PCI interrupt 0000:{small}:04.0[A] -> GSI {int} (level, low) -> IRQ {int}
      20 Losing some ticks... checking if CPU frequency changed.
      12 Failed password for {user} from ::ffff:{ip} port {port} ssh2
      12 Accepted publickey for {user} from ::ffff:{ip} port {port} ssh2
      12 Connection closed by ::ffff:{ip}
      10 Did not receive identification string from ::ffff:{ip}
      10 unable to qualify my own domain name ({name}) -- using short name
      9 imap-login: Aborted login [{ip}]
      8 {small}:{small}:A: relay=root@localhost, size={int}, class=0, nrcpts={small}, msgid=<{long}@{host}>
      8 scsi{small} : Adaptec AIC79XX PCI-X SCSI HBA DRIVER, Rev {float}
      8 sd{a|b|c}: drive cache: write through
      6 SCSI device sd{a|b|c}: {int} 512-byte hdwr sectors ({int} MB)
      6 warning: can't get client address: Connection reset by peer
      6 connect from {ip} ({ip})
      6 e1000: eth{small}: e1000_watchdog_task: NIC Link is Up {int} Mbps Full Duplex
      6 bounds check failed: index #{int}
      5 pam_ldap: ldap_simple_bind Can't contact LDAP server
      5 mounted filesystem with ordered data mode.
      4 kjournald starting. Commit interval {small} seconds
      4 audit: initializing netlink socket (disabled)
      4 ip_tables: (C) 2000-2002 Netfilter core team
      3 ntpd exiting on signal {small}
      3 frequency initialized {float} PPM from {path}
      3 kernel time sync status {int}
      2 Out of memory: Killed process {int} ({name}).
      2 nfs: server {name} not responding, still trying
      2 nfs: server {name} OK
      2 Stopping automount
      1 CPU{small}: Temperature above threshold
      1 CPU{small}: Running in modulated clock mode
      1 Uniform CD-ROM driver Revision: {float}
      1 hw_random: RNG not detected
      1 Initializing Cryptographic API
      1 request_module: failed /sbin/modprobe -- {name}. error = {int}`,
  },
  {
    name: "desktop",
    header: "{syslog} {name} {kernel|com.apple.cts|corecaptured|WindowServer}[{int}]: ",
    fillers: {
      app: (random) =>
        random.pick(["Safari", "Mail", "Calendar", "Microsoft Word", "QQ", "GoogleSoftwareUpdateAgent"]),
    },
    messages: `
      180 ARPT: {int}.{int}: wl0: Roamed or switched channel, reason #{small}, bssid {mac}, last RSSI {signed}
      100 ARPT: {int}.{int}: wl0: wl_update_tcpkeep_seq: Original Seq: {long}, Ack: {long}, Win size: {int}
      90 ARPT: {int}.{int}: AirPort_Brcm43xx::powerChange: System Sleep
      60 ARPT: {int}.{int}: wl0: setup_keepalive: Seq: {long}, Ack: {long}, Win size: {int}
      150 Thermal pressure state: {small} Memory pressure state: {small}
      120 en0: BSSID changed to {mac}
      100 tcp_connection_tls_session_error_callback_imp {int} __tcp_connection_tls_session_callback_write_block_invoke.434 error {int}
      90 Received Capture Event
      80 Unexpected payload found for message {small}, dataLen {small}
      90 scheduler_evaluate_activity told me to run this job; however, but the start time isn't for {int} seconds.  Ignoring.
      70 Previous sleep cause: {small}
      60 PM response took {int} ms ({int}, powerd)
      60 AirPort: Link Down on awdl0. Reason {small} (Unspecified).
      60 AirPort: Link Down on en0. Reason {small} (Disassociated because station leaving).
      60 AirPort: Link Up on awdl0
      40 AirPort: Link Up on en0
      50 network changed: v4(en0!:{ip}) DNS+ Proxy+ SMB
      40 network changed: DNS* Proxy
      40 Bluetooth -- LE is supported - Disable LE meta event
      36 full wake promotion (reason {small}) {int} ms
      36 hibernate image path: /var/vm/sleepimage
      30 RTC: PowerByCalendarDate setting ignored
      30 **** [IOBluetoothHostControllerUSBTransport][{start|stop|suspend}] -- completed -- result = {TRUE|FALSE} -- {hexes} ****
      28 Captured corefile name {path}
      26 objc[{int}]: Class {TransactionItem|UpdateRequest|SyncPolicy} is implemented in both {path} ({hexes}) and {path} ({hexes}). One of the two will be used. Which one is undefined.
      24 getattrlist() failed for {path} with error {int}
      20 [{clock}.{int}] FAILED!! to call selector {name}
      16 Wake reason: {EC.LidOpen|RTC|EHC1|ARPT} (Maintenance)
      16 device_generate_lock_screen_screenshot: authw {hexes}({int})[{small}, {small}, {int}, {int}] shield {hexes}({int})[{small}, {small}, {int}, {int}]
      14 Creating bundle from the plugin at {path}
      12 USBMSC Identifier (non-unique): {hex}{hex} {hexes} {hexes} {hexes}, {small}
      10 {app}: tcp_connection_handle_connect_conditions_bad failed: {small} - Operation not permitted
      10 setting hostname to "{name}.local"
      8 Location icon should now be in state '{Active|Inactive}'
      8 Failed to establish a connection to {host} after {int} ms
      7 Error: Error Domain=NSURLErrorDomain Code={signed} "The request timed out." UserInfo={hexes}
      6 Sandbox: {app}({int}) deny({small}) mach-lookup com.apple.{name}
      6 CCFile::captureLogRun Skipping current file Dir file [{path}], Current File [{path}]
      5 bootpd: host {name} could not be resolved
      5 Window {int} ordered by app {int} was not expected
      4 IOThunderboltSwitch<{small}>({hexes})::listenerCallback - Thunderbolt HPD packet for route = {hexes} port = {small} unplug = {small}
      4 CoreAnimation: timed out fence {hex}
      3 pciehp: Card present on Slot({small})
      3 Setting _attributeCache[{small}] to {int}
      2 Invalid connection: com.apple.coresymbolicationd
      2 SecTaskLoadEntitlements failed error={int} cs_flags={hex}, task->pid={int}
      2 Purgeable memory warning level {small}
      1 MCT: bind failed for {endpoint}
      1 Backup will begin when {name} becomes available
      1 Could not find the service identity for {user}
      1 attempt to write to a read only keychain`,
  },
  {
    name: "health application",
    header: "20171223-{small}:{int}:{int}|Step_LSC|{int}|",
    fillers: {
      hashes: (random) => several(random, 4, 6, "##", () => String(random.integer(100, 2_000_000_000))),
    },
    messages: `
      320 onStandStepChanged {int}
      230 onExtend:{long} {int} {small} {small}
      200 getTodayTotalDetailSteps = {hashes}
      200 setTodayTotalDetailSteps={hashes}
      190 calculateCaloriesWithCache totalCalories={int}
      190 calculateAltitudeWithCache totalAltitude={int}
      150 REPORT : {int} {int} {int} {int}
      90 flush sensor data
      70 onReceive action: android.intent.action.SCREEN_ON
      70 onReceive action: android.intent.action.SCREEN_OFF
      30 onReceive action: android.intent.action.TIME_TICK
      40 processHandleBroadcastAction action:android.intent.action.SCREEN_ON
      40 processHandleBroadcastAction action:android.intent.action.SCREEN_OFF
      20 processHandleBroadcastAction action:android.intent.action.TIME_TICK
      30 screen status unknown,think screen on
      22 {int} {int} {int} {int} is today sensor data
      20 tryToReloadTodayBasicSteps {int}
      14 upLoadHealthData {bool}
      12 checkInsertStatus stepSum or calorieSum is enough
      10 HiSyncUtil getChangeDataTypes = [{int}, {int}]
      10 aggregateHiHealthData() sessionTime = {int}
      9 saveOnePointData size:{small} type:{int} time={long}
      9 needAutoSync autoSyncSwitch is open
      8 needAutoSync autoSyncSwitch is close
      8 healthDetail() totalTime = {int}
      7 REPORT_STATE:{small}
      6 getAppContext() isAppForeground = {bool}
      6 initDataBase() begin
      6 initDataBase() end
      4 saveHealthDetailData() deviceID={int},date={long},type ={int}
      4 startTimer start autoSync
      3 stopTimer {int}
      3 killed by {name}
      2 getBinder ={hexes}
      1 registerReceiver
      1 unregisterReceiver
      1 user switch to {int} from {int}`,
  },
  {
    name: "secure shell",
    header: "{syslog} LabSZ sshd[{int}]: ",
    messages: `
      380 Failed password for {user} from {ip} port {port} ssh2
      140 Failed password for invalid user {user} from {ip} port {port} ssh2
      300 pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={ip} 
      160 pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={ip}  user={user}
      140 pam_unix(sshd:auth): check pass; user unknown
      110 Invalid user {user} from {ip}
      110 input_userauth_request: invalid user {user} [preauth]
      240 Received disconnect from {ip}: {small}: Bye Bye [preauth]
      110 Connection closed by {ip} [preauth]
      80 reverse mapping checking getaddrinfo for {host} [{ip}] failed - POSSIBLE BREAK-IN ATTEMPT!
      40 PAM {small} more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost={ip}  user={user}
      40 error: Received disconnect from {ip}: {small}: com.jcraft.jsch.JSchException: Auth fail [preauth]
      16 error: Received disconnect from {ip}: {small}: No more user authentication methods available. [preauth]
      24 message repeated {small} times: [ Failed password for root from {ip} port {port} ssh2]
      24 Did not receive identification string from {ip}
      18 Disconnecting: Too many authentication failures for {user} [preauth]
      18 PAM service(sshd) ignoring max retries; {small} > {small}
      10 fatal: Write failed: Connection reset by peer [preauth]
      8 Accepted password for {user} from {ip} port {port} ssh2
      8 pam_unix(sshd:session): session opened for user {user} by (uid=0)
      8 pam_unix(sshd:session): session closed for user {user}
      6 PAM {small} more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost={ip} 
      2 Corrupted MAC on input. [preauth]
      2 Bad protocol version identification '{name}' from {ip} port {port}
      1 Server listening on {ip} port {port}.
      1 Accepted publickey for {user} from {ip} port {port} ssh2`,
  },
  {
    name: "proxy client",
    header: "[10.30 {clock}] {chrome.exe|QQ.exe *64|Dropbox.exe} - ",
    messages: `
      600 {host}:{port} open through proxy {host}:{port} HTTPS
      290 {host}:{port} open through proxy {host}:{port} SOCKS5
      460 {host}:{port} close, {int} bytes sent, {int} bytes received, lifetime {<1 sec|00:02|03:17}
      240 {host}:{port} close, {int} bytes ({float} KB) sent, {int} bytes ({float} {KB|MB}) received, lifetime {<1 sec|00:12|13:17}
      180 {host}:{port} close, {int} bytes sent, {int} bytes ({float} KB) received, lifetime {<1 sec|00:12|13:17}
      120 {host}:{port} close, {int} bytes ({float} KB) sent, {int} bytes received, lifetime {<1 sec|00:12|13:17}
      60 {host}:{port} error : Could not connect through proxy {host}:{port} - Proxy server cannot establish a connection with the target, status code {int}
      20 {host}:{port} error : A connection request was canceled before the completion.
      2 {host}:{port} error : Could not connect to proxy {host}:{port} - connection attempt failed with error {int}
      1 open through proxy {host}:{port} HTTPS`,
  },
];
